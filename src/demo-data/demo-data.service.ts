import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { SYSTEM_CALLER } from '../audit-trail/caller';
import { RegistryError } from '../core/errors';
import { hasMember, type JsonValue } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import { parsePackageRequest } from '../core/package-rules/package-request';
import { PublishPackageService } from '../packages/publish-package.service';
import { PROJECT_ROOT } from '../project-root';
import { PublishTemplateService } from '../templates/publish-template.service';
import { NewTemplateVersionPipe, TemplateRequestPipe, TemplateSafetyPipe } from '../templates/template-publish.pipes';

export const DEMO_DIR = join(PROJECT_ROOT, 'demo');

/** Publishes the samples of `demo/` through the same steps as any client's; what is there already stays as it is. */
@Injectable()
export class DemoDataService {
  constructor(
    private readonly packages: PublishPackageService,
    private readonly templates: PublishTemplateService,
    private readonly templateRequest: TemplateRequestPipe,
    private readonly newTemplateVersion: NewTemplateVersionPipe,
    private readonly templateSafety: TemplateSafetyPipe,
    private readonly logger: PinoLogger,
  ) {}

  async publish(): Promise<void> {
    const files = readdirSync(DEMO_DIR).filter((name) => name.endsWith('.request.json'));
    for (const file of files.sort()) {
      try {
        await this.publishOne(parseJson(readFileSync(join(DEMO_DIR, file))));
      } catch (error) {
        if (!(error instanceof RegistryError) || !['VERSION_EXISTS', 'ARTIFACT_ID_TAKEN'].includes(error.code))
          throw error;
        this.logger.debug({ file, code: error.code }, 'demo data is there already');
      }
    }
  }

  private async publishOne(body: JsonValue): Promise<void> {
    if (hasMember(body, 'template_id')) {
      const request = await this.newTemplateVersion.transform(this.templateRequest.transform(body));
      await this.templates.publish(this.templateSafety.transform(request), SYSTEM_CALLER);
    } else {
      await this.packages.publish(parsePackageRequest(body), SYSTEM_CALLER);
    }
  }
}
