import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { RegistryConfig } from '../config/config';
import { CONFIG } from '../config/config.module';
import { objectOf } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import { refuseTakenDown } from '../core/lifecycle';
import { originOf } from '../http/registry-url';
import { PackagePageQuery, type PackagePage } from './package-page.query';
import { PackageVersionsQuery } from './package-versions.query';
import { PageSender } from './page-sender';
import { verifyReceipt, type PackageDocuments } from './receipt-verification';
import { compareHref, packageHref } from './views/hrefs';
import { packagePageView } from './views/package-page.view';
import { packageVersionsView } from './views/package-versions.view';

/** The pages of one package and of one version of it. */
@Controller('registry/packages')
export class PackageDetailController {
  constructor(
    private readonly versionsQuery: PackageVersionsQuery,
    private readonly pageQuery: PackagePageQuery,
    private readonly pages: PageSender,
    @Inject(CONFIG) private readonly config: RegistryConfig,
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
    this.pages.send(response, 'packages/versions', packageVersionsView(id, versions), {
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
    const page = await this.pageQuery.get(id, version);
    refuseTakenDown(page.record.lifecycle, id, version);
    const documents = documentsOf(page);
    const view = packagePageView({
      page,
      documents,
      checks: verifyReceipt(page, documents, this.config.revokedKeyIds),
      origin: originOf(request, this.config.publicBaseUrl) ?? '',
    });
    this.pages.send(response, 'packages/show', view, { canonicalPath: packageHref(id, version) });
  }
}

function documentsOf({ record }: PackagePage): PackageDocuments {
  return {
    manifest: objectOf(parseJson(record.manifest)),
    definition: objectOf(parseJson(record.serviceDefinition)),
    lock: objectOf(parseJson(record.recommendedLock)),
    display: objectOf(parseJson(record.display)),
    lineage: record.lineage === undefined ? undefined : objectOf(parseJson(record.lineage)),
  };
}
