import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ArtifactKind } from '../core/artifact-id';
import { downloadFileName } from '../core/file-name';
import { contextOf } from '../http/request-context';
import { API_PREFIX } from '../http/request-target';
import { sendJson, sendJsonPieces } from '../http/send-json';
import { Documented } from '../openapi/documented';
import { PACKAGE_OPERATIONS } from '../openapi/packages.operations';
import { TEMPLATE_OPERATIONS } from '../openapi/templates.operations';
import { ALLOW_YANKED_HEADER, allowsYanked } from '../packages/allow-yanked';
import { DownloadsService } from './downloads.service';

/** Downloads: counted once each, durably, before they are answered; HEAD never counts (design: difference 16). */
@Controller(API_PREFIX)
export class DownloadsController {
  constructor(private readonly downloads: DownloadsService) {}

  @Get('packages/:packageId/:version/download')
  @Documented(PACKAGE_OPERATIONS.download)
  async downloadPackage(
    @Param('packageId') id: string,
    @Param('version') version: string,
    @Query('allow_yanked') allowYanked: unknown,
    @Headers(ALLOW_YANKED_HEADER) allowYankedHeader: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { content, count } = await this.downloads.package(id, version, {
      allowYanked: allowsYanked(allowYanked, allowYankedHeader),
      isCounted: request.method === 'GET',
    });
    noteDownload(response, 'package', { id, version, count });
    sendJsonPieces(request, response, content, {
      downloadAs: downloadFileName(id, version, '.anip-package.json'),
      cacheControl: 'no-store',
    });
  }

  @Get('templates/:templateId/:version/download')
  @Documented(TEMPLATE_OPERATIONS.download)
  async downloadTemplate(
    @Param('templateId') id: string,
    @Param('version') version: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { content, count } = await this.downloads.templateEnvelope(id, version, {
      isCounted: request.method === 'GET',
    });
    noteDownload(response, 'template', { id, version, count });
    sendJson(request, response, content, {
      downloadAs: downloadFileName(id, version, '.anip-template.json'),
      cacheControl: 'no-store',
    });
  }
}

/** A download has no log line of its own beside the request's: writing one is a good part of what it costs. */
function noteDownload(
  response: Response,
  kind: ArtifactKind,
  { id, version, count }: { readonly id: string; readonly version: string; readonly count: number | undefined },
): void {
  if (count === undefined) return;
  contextOf(response).facts = { [`${kind}.id`]: id, [`${kind}.version`]: version, download_count: count };
}
