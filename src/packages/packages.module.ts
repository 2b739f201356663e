import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing/publishing.module';
import { SigningModule } from '../signing/signing.module';
import { ChangeLifecycleService } from './change-lifecycle.service';
import { CompareVersionsService } from './compare-versions.service';
import { ContentCache } from './content-cache';
import { CONTENT_CACHE_METRIC_PROVIDERS, ContentCacheMetrics } from './content-cache.metrics';
import { LifecycleRefusals } from './lifecycle-refusals.interceptor';
import { PackageChangesController } from './package-changes.controller';
import { PackageCompareController } from './package-compare.controller';
import { PackageListQuery } from './package-list.query';
import { PackageSearchQuery } from './package-search.query';
import { PackagesController } from './packages.controller';
import { PackagesService } from './packages.service';
import { PublishPackageService } from './publish-package.service';
import { ServedPackages } from './served-packages.service';

@Module({
  imports: [PublishingModule, SigningModule],
  controllers: [PackageChangesController, PackagesController, PackageCompareController],
  providers: [
    PackagesService,
    PackageListQuery,
    PackageSearchQuery,
    PublishPackageService,
    ChangeLifecycleService,
    LifecycleRefusals,
    CompareVersionsService,
    ContentCache,
    ContentCacheMetrics,
    ...CONTENT_CACHE_METRIC_PROVIDERS,
    ServedPackages,
  ],
  exports: [
    CompareVersionsService,
    ContentCache,
    PackagesService,
    PackageListQuery,
    PackageSearchQuery,
    PublishPackageService,
    ServedPackages,
  ],
})
export class PackagesModule {}
