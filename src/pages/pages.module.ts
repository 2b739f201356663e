import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module';
import { OpenApiModule } from '../openapi/openapi.module';
import { PackagesModule } from '../packages/packages.module';
import { TemplatesModule } from '../templates/templates.module';
import { AssetsController } from './assets.controller';
import { ComparePagesController } from './compare-pages.controller';
import { DocsPagesController } from './docs-pages.controller';
import { FeedController } from './feed.controller';
import { KeysPagesController } from './keys-pages.controller';
import { NewestPackagesQuery } from './newest-packages.query';
import { PackageDetailController } from './package-detail.controller';
import { PackagePageQuery } from './package-page.query';
import { PackagePageStateQuery } from './package-page-state.query';
import { PackagePages } from './package-pages.service';
import { PackagePagesController } from './package-pages.controller';
import { PackageVersionsQuery } from './package-versions.query';
import { PageSender } from './page-sender';
import { PrintedPages } from './printed-pages';
import { TemplateDetailController } from './template-detail.controller';
import { TemplatePageQuery } from './template-page.query';
import { TemplatePagesController } from './template-pages.controller';
import { TimeDisplayController } from './time-display.controller';
import { WellKnownController } from './well-known.controller';

@Module({
  imports: [KeysModule, OpenApiModule, PackagesModule, TemplatesModule],
  controllers: [
    AssetsController,
    PackagePagesController,
    PackageDetailController,
    ComparePagesController,
    TemplatePagesController,
    TemplateDetailController,
    FeedController,
    KeysPagesController,
    TimeDisplayController,
    WellKnownController,
    DocsPagesController,
  ],
  providers: [
    NewestPackagesQuery,
    PageSender,
    PrintedPages,
    PackagePageQuery,
    PackagePages,
    PackagePageStateQuery,
    PackageVersionsQuery,
    TemplatePageQuery,
  ],
})
export class PagesModule {}
