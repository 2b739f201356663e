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
import type { GuidePages } from './docs/guide-pages';
import { EXAMPLE_ORIGIN } from './docs/guides';
import { PageSender } from './page-sender';
import { docsIndexView } from './views/docs-index.view';

/** How to use this Registry. Listed last among the pages: `:page` would take what others answer below this path. */
@Controller('registry/docs')
export class DocsPagesController {
  /** Read at the start, so that a missing document stops it. */
  private readonly index = docsIndexView();
  private guides: GuidePages | undefined;
  private reference: object | undefined;

  constructor(
    private readonly pages: PageSender,
    private readonly description: ApiDescription,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  @Get()
  async docs(@Res() response: Response): Promise<void> {
    await this.pages.send(response, 'docs/index', this.index);
  }

  @Get('api')
  async api(@Res() response: Response): Promise<void> {
    this.reference ??= loadReference().apiReferenceView(objectOf(parseJson(this.description.get().bytes)));
    await this.pages.send(response, 'docs/api', this.reference);
  }

  @Get(':page')
  async guide(@Param('page') page: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    this.guides ??= new (loadGuides().GuidePages)();
    const guide = this.guides.find(page, originOf(request, this.config.publicBaseUrl) ?? EXAMPLE_ORIGIN);
    if (guide === undefined) {
      throw new RegistryError('ROUTE_NOT_FOUND', `there is no page of documentation named ${quoteForMessage(page)}`);
    }
    await this.pages.send(response, 'docs/guide', guide);
  }
}

// Both render Markdown, whose libraries are not loaded before somebody reads it.
function loadGuides(): typeof import('./docs/guide-pages') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not at the start
  return require('./docs/guide-pages') as typeof import('./docs/guide-pages');
}

function loadReference(): typeof import('./views/api-reference.view') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not at the start
  return require('./views/api-reference.view') as typeof import('./views/api-reference.view');
}
