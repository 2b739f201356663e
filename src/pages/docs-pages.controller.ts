import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import { RegistryError } from '../core/errors';
import { objectOf } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import { quoteForMessage } from '../core/text';
import { originOf } from '../http/registry-url';
import { ApiDescription } from '../openapi/api-description';
import { GuidePages } from './docs/guide-pages';
import { EXAMPLE_ORIGIN } from './docs/guides';
import { PageSender } from './page-sender';
import { apiReferenceView } from './views/api-reference.view';
import { docsIndexView } from './views/docs-index.view';

/** How to use this Registry. Listed last among the pages: `:page` would take what others answer below this path. */
@Controller('registry/docs')
export class DocsPagesController {
  private readonly guides = new GuidePages();
  private reference: object | undefined;

  constructor(
    private readonly pages: PageSender,
    private readonly description: ApiDescription,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  @Get()
  index(@Res() response: Response): void {
    this.pages.send(response, 'docs/index', docsIndexView(this.guides));
  }

  @Get('api')
  api(@Res() response: Response): void {
    this.reference ??= apiReferenceView(objectOf(parseJson(this.description.get().bytes)));
    this.pages.send(response, 'docs/api', this.reference);
  }

  @Get(':page')
  guide(@Param('page') page: string, @Req() request: Request, @Res() response: Response): void {
    const guide = this.guides.find(page, originOf(request, this.config.publicBaseUrl) ?? EXAMPLE_ORIGIN);
    if (guide === undefined) {
      throw new RegistryError('ROUTE_NOT_FOUND', `there is no page of documentation named ${quoteForMessage(page)}`);
    }
    this.pages.send(response, 'docs/guide', guide);
  }
}
