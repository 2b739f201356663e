import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing/publishing.module';
import { SigningModule } from '../signing/signing.module';
import { ChangeLifecycleService } from './change-lifecycle.service';
import { PackageListQuery } from './package-list.query';
import { PackagesController } from './packages.controller';
import { PackagesService } from './packages.service';
import { PublishPackageService } from './publish-package.service';

@Module({
  imports: [PublishingModule, SigningModule],
  controllers: [PackagesController],
  providers: [PackagesService, PackageListQuery, PublishPackageService, ChangeLifecycleService],
  exports: [PackagesService, PackageListQuery, PublishPackageService],
})
export class PackagesModule {}
