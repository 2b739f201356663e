import { Controller, Get, Inject, Query, Redirect, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Clock } from '../clock/clock';
import type { RegistryConfig } from '../config/config';
import { CONFIG } from '../config/config.module';
import { toArray } from '../http/map-async';
import { originOf } from '../http/registry-url';
import { searchOf } from '../http/search-parameters';
import { PackageListParameters } from '../packages/package-search.parameters';
import { PackageSearchQuery } from '../packages/package-search.query';
import { PageQueryPipe } from './page-query.pipe';
import { PageSender } from './page-sender';
import { packageListView } from './views/package-list.view';

const PAGE_SIZE = 50;

/** The way in and the list of packages, complete without JavaScript. */
@Controller()
export class PackagePagesController {
  constructor(
    private readonly packages: PackageSearchQuery,
    private readonly pages: PageSender,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  @Get()
  @Redirect('/registry', 301)
  root(): void {
    return;
  }

  @Get('registry')
  @Redirect('/registry/packages', 301)
  home(): void {
    return;
  }

  @Get('registry/packages')
  async packageList(
    @Query(PageQueryPipe) query: PackageListParameters,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { limit, cursor } = query;
    const search = searchOf(query) ?? {};
    const { items, nextCursor } = await this.packages.page(search, limit ?? PAGE_SIZE, cursor);
    const view = packageListView({
      search,
      limit,
      cursor,
      nextCursor,
      items: await toArray(items),
      origin: originOf(request, this.config.publicBaseUrl) ?? '',
      now: this.clock.now(),
    });
    await this.pages.send(response, 'packages/list', view);
  }
}
