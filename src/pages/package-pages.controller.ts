import { Controller, Get, Param, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { lifecycleJson, refuseTakenDown } from '../core/lifecycle';
import { ListQuery, QueryPipe } from '../http/list-query';
import { toArray } from '../http/map-async';
import { Views } from '../http/views';
import { PackageListQuery } from '../packages/package-list.query';
import { PackagesService } from '../packages/packages.service';
import { packageListView, packageView } from './package.view';
import { sendPage } from './send-page';

const PAGE_SIZE = 50;

/** Pages about packages, complete without JavaScript. */
@Controller()
export class PackagePagesController {
  constructor(
    private readonly packages: PackagesService,
    private readonly list: PackageListQuery,
    private readonly views: Views,
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
  async packageList(@Query(QueryPipe) query: ListQuery, @Res() response: Response): Promise<void> {
    const { items, nextCursor } = await this.list.page(query.limit ?? PAGE_SIZE, query.cursor);
    sendPage(response, this.views.render('packages/list', packageListView(await toArray(items), nextCursor)));
  }

  @Get('registry/packages/:packageId/:version')
  async packageDetail(
    @Param('packageId') id: string,
    @Param('version') version: string,
    @Res() response: Response,
  ): Promise<void> {
    const { record } = await this.packages.getRecord(id, version);
    refuseTakenDown(record.lifecycle, id, version);
    const receipt = await this.packages.getReceipt(id, version);
    sendPage(
      response,
      this.views.render('packages/show', packageView(record, receipt, lifecycleJson(record.lifecycle))),
    );
  }
}
