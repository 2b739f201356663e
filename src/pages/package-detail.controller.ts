import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PackagePages } from './package-pages.service';
import { PackageVersionsQuery } from './package-versions.query';
import { PageSender } from './page-sender';
import { compareHref, packageHref } from './views/hrefs';
import { packageVersionsView } from './views/package-versions.view';

/** The pages of one package and of one version of it. */
@Controller('registry/packages')
export class PackageDetailController {
  constructor(
    private readonly versionsQuery: PackageVersionsQuery,
    private readonly packagePages: PackagePages,
    private readonly pages: PageSender,
  ) {}

  /** Two versions chosen in the form of this page lead on to their comparison. */
  @Get(':packageId')
  async versions(
    @Param('packageId') id: string,
    @Query('from') from: unknown,
    @Query('to') to: unknown,
    @Res() response: Response,
  ): Promise<void> {
    if (typeof from === 'string' && typeof to === 'string') {
      response.redirect(303, compareHref(id, from, to));
      return;
    }
    const versions = await this.versionsQuery.get(id);
    await this.pages.send(response, 'packages/versions', packageVersionsView(id, versions), {
      canonicalPath: packageHref(id),
    });
  }

  @Get(':packageId/:version')
  async version(
    @Param('packageId') id: string,
    @Param('version') version: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.pages.sendPrinted(response, await this.packagePages.print({ id, version }, request));
  }
}
