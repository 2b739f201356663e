import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ListQuery, QueryPipe } from '../http/list-query';
import { toArray } from '../http/map-async';
import { Views } from '../http/views';
import { TemplateListQuery } from '../templates/template-list.query';
import { TemplatesService } from '../templates/templates.service';
import { sendPage } from './send-page';
import { templateListView, templateView } from './template.view';

const PAGE_SIZE = 50;

/** Pages about starter templates, complete without JavaScript. */
@Controller('registry/templates')
export class TemplatePagesController {
  constructor(
    private readonly templates: TemplatesService,
    private readonly list: TemplateListQuery,
    private readonly views: Views,
  ) {}

  @Get()
  async templateList(@Query(QueryPipe) query: ListQuery, @Res() response: Response): Promise<void> {
    const { items, nextCursor } = await this.list.page(query.limit ?? PAGE_SIZE, query.cursor);
    sendPage(response, this.views.render('templates/list', templateListView(await toArray(items), nextCursor)));
  }

  @Get(':templateId/:version')
  async templateDetail(
    @Param('templateId') id: string,
    @Param('version') version: string,
    @Res() response: Response,
  ): Promise<void> {
    const record = await this.templates.getRecord(id, version);
    sendPage(response, this.views.render('templates/show', templateView(record)));
  }
}
