import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing/publishing.module';
import { SigningModule } from '../signing/signing.module';
import { ChangeLifecycleService } from './change-lifecycle.service';
import { CompareVersionsService } from './compare-versions.service';
import { LifecycleRefusals } from './lifecycle-refusals.interceptor';
import { PackageCompareController } from './package-compare.controller';
import { PackageListQuery } from './package-list.query';
import { PackageSearchQuery } from './package-search.query';
import { PackagesController } from './packages.controller';
import { PackagesService } from './packages.service';
import { PublishPackageService } from './publish-package.service';

@Module({
  imports: [PublishingModule, SigningModule],
  controllers: [PackagesController, PackageCompareController],
  providers: [
    PackagesService,
    PackageListQuery,
    PackageSearchQuery,
    PublishPackageService,
    ChangeLifecycleService,
    LifecycleRefusals,
    CompareVersionsService,
  ],
  exports: [CompareVersionsService, PackagesService, PackageListQuery, PackageSearchQuery, PublishPackageService],
})
export class PackagesModule {}
