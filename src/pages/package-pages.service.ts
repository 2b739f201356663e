import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import { refuseTakenDown } from '../core/lifecycle';
import { originOf } from '../http/registry-url';
import { Views } from '../http/views';
import { ContentCache, type ContentKind } from '../packages/content-cache';
import { isPossibleVersion, type VersionName, versionNotFound, versionText } from '../packages/version-name';
import { KeptPage } from './kept-page';
import { PackagePageQuery, type PublishedPage } from './package-page.query';
import { type PackagePageState, PackagePageStateQuery } from './package-page-state.query';
import type { PrintedPage } from './printed-page';
import { documentsOf, verifyReceipt } from './receipt-verification';
import { packageHref } from './views/hrefs';
import { packagePageView } from './views/package-page.view';
import { publishedPageView } from './views/published-page.view';

const PAGE: ContentKind<KeptPage> = { kind: 'page' };
const [TOP, RECORD] = ['packages/show/top', 'packages/show/record'] as const;

/**
 * The pages of versions. A publish is verified and printed when it is first looked at, and kept; whether it is there, and
 * what may have changed, is read for every request.
 */
@Injectable()
export class PackagePages {
  constructor(
    private readonly states: PackagePageStateQuery,
    private readonly published: PackagePageQuery,
    private readonly cache: ContentCache,
    private readonly views: Views,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  /** @throws RegistryError PACKAGE_NOT_FOUND, VERSION_TAKEN_DOWN */
  async print(name: VersionName, request: Request): Promise<PrintedPage> {
    const { page, state } = await this.get(name);
    const origin = originOf(request, this.config.publicBaseUrl);
    const { lifecycle, downloadCount, surroundings } = state;
    const given = [lifecycle, downloadCount, surroundings, origin, this.views.readerOf(request)];
    return page.printed(JSON.stringify(given), (published) => {
      const canonical = origin === undefined ? undefined : `${origin}${packageHref(name.id, name.version)}`;
      const view = { canonical, ...packagePageView({ published, state, origin: origin ?? '' }) };
      const parts = this.views.renderParts([TOP, RECORD], view, request);
      return { top: parts[TOP], record: parts[RECORD] };
    });
  }

  private async get(name: VersionName): Promise<{ readonly page: KeptPage; readonly state: PackagePageState }> {
    const state = isPossibleVersion(name) ? await this.states.find(name) : undefined;
    if (state === undefined) throw versionNotFound(name);
    refuseTakenDown(state.lifecycle, name.id, name.version);
    const kept = this.cache.get(PAGE, versionText(name));
    if (kept?.publish === state.publish) return { page: kept, state };
    const page = await this.cache.load(PAGE, versionText(name), () => this.read(name));
    // Between the two reads the store was restored, and has another publish under this name.
    if (page?.publish !== state.publish) throw versionNotFound(name);
    return { page, state };
  }

  private async read(name: VersionName): Promise<KeptPage | undefined> {
    const published = await this.published.find(name);
    return published === undefined ? undefined : this.keptPage(published);
  }

  private keptPage(published: PublishedPage): Promise<KeptPage> {
    const documents = documentsOf(published.record);
    const checks = verifyReceipt(published, documents, this.config.revokedKeyIds);
    const { view, contract, documents: raw } = publishedPageView(published, documents, checks);
    return KeptPage.of(published.publish, view, {
      contract: this.views.renderForAll('packages/show/contract', contract),
      documents: this.views.renderForAll('packages/show/documents', raw),
    });
  }
}
