import { Controller, Get, Headers, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import { downloadFileName } from '../core/file-name';
import { passLifecycleGate, refuseTakenDown } from '../core/lifecycle';
import { SEARCH_PAGE_SIZE } from '../core/list-search';
import { publicationBytes } from '../core/package-record';
import { latestVersion } from '../core/version-order';
import type { GzipPart } from '../http/gzip-member';
import { QueryPipe } from '../http/list-query';
import { mapAsync } from '../http/map-async';
import { registryUrl } from '../http/registry-url';
import { API_PREFIX } from '../http/request-target';
import { searchOf } from '../http/search-parameters';
import { sendJsonPieces, sendKeptJson } from '../http/send-json';
import { sendList } from '../http/send-list';
import { Documented } from '../openapi/documented';
import { PACKAGE_OPERATIONS } from '../openapi/packages.operations';
import { SigningService } from '../signing/signing.service';
import { allowsYanked, ALLOW_YANKED_HEADER } from './allow-yanked';
import { LOCK, RECEIPT, RECORD } from './kept-content.query';
import { PackageListQuery } from './package-list.query';
import { PackageListParameters } from './package-search.parameters';
import { PackageSearchQuery } from './package-search.query';
import { PackagesService } from './packages.service';
import { ServedPackages } from './served-packages.service';

/** What is read of packages over HTTP (packages.md sections 2 and 6); downloads have their own controller. */
@Controller(API_PREFIX)
export class PackagesController {
  constructor(
    private readonly packages: PackagesService,
    private readonly served: ServedPackages,
    private readonly list: PackageListQuery,
    private readonly search: PackageSearchQuery,
    private readonly signing: SigningService,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  @Get('publications')
  @Documented(PACKAGE_OPERATIONS.publications)
  async publications(
    @Query(QueryPipe) query: PackageListParameters,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const search = searchOf(query);
    const { items, nextCursor } =
      search === undefined
        ? await this.list.page(query.limit ?? this.config.listMax, query.cursor)
        : await this.search.page(search, query.limit ?? SEARCH_PAGE_SIZE, query.cursor);
    const list = { items: mapAsync(items, publicationBytes), nextCursor };
    await sendList(request, response, list, this.config.publicBaseUrl);
  }

  @Get('packages/:packageId')
  @Documented(PACKAGE_OPERATIONS.versions)
  async versions(@Param('packageId') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { versions, items } = await this.packages.getVersions(id);
    const latest = latestVersion(versions);
    const head = { package_id: id, ...(latest === undefined ? {} : { latest_version: latest.version }) };
    const list = { head, items: mapAsync(items, publicationBytes), nextCursor: undefined };
    await sendList(request, response, list, this.config.publicBaseUrl);
  }

  @Get('packages/:packageId/:version')
  @Documented(PACKAGE_OPERATIONS.inspect)
  async inspect(
    @Param('packageId') id: string,
    @Param('version') version: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { content, state } = await this.served.shown(RECORD, id, version);
    refuseTakenDown(state.lifecycle, id, version);
    const { pieces, etag } = content.answer(state);
    const gzipped = (): Promise<readonly GzipPart[]> => this.served.gzipped({ content, state }, pieces);
    await sendKeptJson(request, response, { pieces, gzipped, etag });
  }

  @Get('packages/:packageId/:version/lock')
  @Documented(PACKAGE_OPERATIONS.lock)
  async lock(
    @Param('packageId') id: string,
    @Param('version') version: string,
    @Query('allow_yanked') allowYanked: unknown,
    @Headers(ALLOW_YANKED_HEADER) allowYankedHeader: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { content, state } = await this.served.gated(LOCK, id, version);
    passLifecycleGate(state.lifecycle, id, version, allowsYanked(allowYanked, allowYankedHeader));
    const { pieces, etag } = content.answer({
      registryUrl: registryUrl(request, this.config.publicBaseUrl),
      signingMode: this.signing.mode,
      activeKeyId: this.signing.activeKeyId,
    });
    sendJsonPieces(request, response, pieces, { etag, downloadAs: downloadFileName(id, version, '.anip.lock.json') });
  }

  @Get('packages/:packageId/:version/receipt')
  @Documented(PACKAGE_OPERATIONS.receipt)
  async receipt(
    @Param('packageId') id: string,
    @Param('version') version: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { pieces, etag } = (await this.served.shown(RECEIPT, id, version)).content.answer;
    sendJsonPieces(request, response, pieces, { etag });
  }
}
