import { Inject, Injectable, type PipeTransform } from '@nestjs/common';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import type { JsonValue } from '../core/json/json-value';
import { checkTemplate } from '../core/template-rules/check-template';
import {
  checkTemplateIdentity,
  parseTemplateRequest,
  type TemplateRequest,
} from '../core/template-rules/template-request';
import { type CheckedTemplate, templateVersionExists } from './template-version';
import { TemplatesService } from './templates.service';

/** Member types, normalisation and identity. */
@Injectable()
export class TemplateRequestPipe implements PipeTransform<JsonValue, TemplateRequest> {
  transform(body: JsonValue): TemplateRequest {
    const request = parseTemplateRequest(body);
    checkTemplateIdentity(request);
    return request;
  }
}

/** Only for the contract's order of answers (409 before 400): what decides is the insert. */
@Injectable()
export class NewTemplateVersionPipe implements PipeTransform<TemplateRequest, Promise<TemplateRequest>> {
  constructor(private readonly templates: TemplatesService) {}

  async transform(request: TemplateRequest): Promise<TemplateRequest> {
    if (await this.templates.exists(request.templateId, request.templateVersion)) {
      throw templateVersionExists(request.templateId, request.templateVersion);
    }
    return request;
  }
}

/** Enforces the size and safety limits of templates (templates.md, order step 5). */
@Injectable()
export class TemplateSafetyPipe implements PipeTransform<TemplateRequest, CheckedTemplate> {
  constructor(@Inject(CONFIG) private readonly config: RegistryConfig) {}

  transform(request: TemplateRequest): CheckedTemplate {
    return { request, documents: checkTemplate(request, this.config.publishing, this.config.hygiene) };
  }
}
