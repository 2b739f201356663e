import {
  Controller,
  Get,
  HttpStatus,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { callerOf } from '../audit-trail/caller';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import { digestOfBytes } from '../core/digest';
import { ObjectWriter } from '../core/json/splice';
import { SEARCH_PAGE_SIZE } from '../core/list-search';
import { templateRecordBytes, templateSummaryBytes } from '../core/template-record';
import { MAX_TEMPLATE_BODY_BYTES } from '../core/template-rules/template-request';
import { latestVersion } from '../core/version-order';
import { QueryPipe } from '../http/list-query';
import { mapAsync } from '../http/map-async';
import { API_PREFIX } from '../http/request-target';
import { searchOf } from '../http/search-parameters';
import { sendJson } from '../http/send-json';
import { sendList } from '../http/send-list';
import { Documented } from '../openapi/documented';
import { TEMPLATE_OPERATIONS } from '../openapi/templates.operations';
import { BodyBytesPipe } from '../publishing/body-bytes.pipe';
import { JsonPipe } from '../publishing/json.pipe';
import { PublishSlotPipe } from '../publishing/publish-slot.pipe';
import { PublishThrottlerGuard } from '../publishing/publish-throttler.guard';
import { PublishTokenGuard } from '../publishing/publish-token.guard';
import { PublishInterceptor } from '../publishing/publish.interceptor';
import { StreamedBody } from '../publishing/request-body';
import { PublishTemplateService } from './publish-template.service';
import { TemplateListQuery } from './template-list.query';
import { TemplateListParameters } from './template-search.parameters';
import { TemplateSearchQuery } from './template-search.query';
import { NewTemplateVersionPipe, TemplateRequestPipe, TemplateSafetyPipe } from './template-publish.pipes';
import type { CheckedTemplate } from './template-version';
import { TemplatesService } from './templates.service';

/** Starter templates over HTTP (templates.md); downloads have their own controller. */
@Controller(API_PREFIX)
export class TemplatesController {
  constructor(
    private readonly templates: TemplatesService,
    private readonly list: TemplateListQuery,
    private readonly search: TemplateSearchQuery,
    private readonly publisher: PublishTemplateService,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  @Post('templates')
  @Documented(TEMPLATE_OPERATIONS.publish)
  @UseGuards(PublishTokenGuard, PublishThrottlerGuard)
  @UseInterceptors(PublishInterceptor)
  async publish(
    @StreamedBody(
      new BodyBytesPipe(MAX_TEMPLATE_BODY_BYTES),
      PublishSlotPipe,
      JsonPipe,
      TemplateRequestPipe,
      NewTemplateVersionPipe,
      TemplateSafetyPipe,
    )
    checked: CheckedTemplate,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const record = await this.publisher.publish(checked, callerOf(request, 'publisher'));
    const answer = new ObjectWriter().splice('template', templateRecordBytes(record)).toBuffer();
    sendJson(request, response, answer, { status: HttpStatus.CREATED, cacheControl: 'no-store' });
  }

  @Get('templates')
  @Documented(TEMPLATE_OPERATIONS.all)
  async all(
    @Query(QueryPipe) query: TemplateListParameters,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const search = searchOf(query);
    const { items, nextCursor } =
      search === undefined
        ? await this.list.page(query.limit ?? this.config.listMax, query.cursor)
        : await this.search.page(search, query.limit ?? SEARCH_PAGE_SIZE, query.cursor);
    const list = { items: mapAsync(items, templateSummaryBytes), nextCursor };
    await sendList(request, response, list, this.config.publicBaseUrl);
  }

  @Get('templates/:templateId')
  @Documented(TEMPLATE_OPERATIONS.versions)
  async versions(@Param('templateId') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const versions = await this.templates.getVersions(id);
    const latest = latestVersion(
      versions.map(({ templateVersion }) => ({ version: templateVersion, status: 'active' })),
    );
    const answer = new ObjectWriter()
      .members({ template_id: id, ...(latest === undefined ? {} : { latest_version: latest.version }) })
      .spliceList('items', versions.map(templateSummaryBytes))
      .toBuffer();
    sendJson(request, response, answer);
  }

  @Get('templates/:templateId/:version')
  @Documented(TEMPLATE_OPERATIONS.inspect)
  async inspect(
    @Param('templateId') id: string,
    @Param('version') version: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const record = await this.templates.getRecord(id, version);
    const state = `${record.manifestDigest} ${record.packageDigest} ${record.downloadCount}`;
    const etag = `W/"${digestOfBytes(Buffer.from(state, 'utf8'))}"`;
    sendJson(request, response, templateRecordBytes(record), { etag });
  }
}
