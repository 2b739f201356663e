import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Clock } from '../clock/clock';
import type { RegistryConfig } from '../config/config';
import { CONFIG } from '../config/config.module';
import { toArray } from '../http/map-async';
import { originOf } from '../http/registry-url';
import { searchOf } from '../http/search-parameters';
import { TemplateListParameters } from '../templates/template-search.parameters';
import { TemplateSearchQuery } from '../templates/template-search.query';
import { PageQueryPipe } from './page-query.pipe';
import { PageSender } from './page-sender';
import { templateListView } from './views/template-list.view';

const PAGE_SIZE = 50;

/** The list of starter templates, complete without JavaScript. */
@Controller('registry/templates')
export class TemplatePagesController {
  constructor(
    private readonly templates: TemplateSearchQuery,
    private readonly pages: PageSender,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  @Get()
  async templateList(
    @Query(PageQueryPipe) query: TemplateListParameters,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { limit, cursor } = query;
    const search = searchOf(query) ?? {};
    const { items, nextCursor } = await this.templates.page(search, limit ?? PAGE_SIZE, cursor);
    const view = templateListView({
      search,
      limit,
      cursor,
      nextCursor,
      items: await toArray(items),
      origin: originOf(request, this.config.publicBaseUrl) ?? '',
      now: this.clock.now(),
    });
    await this.pages.send(response, 'templates/list', view);
  }
}
