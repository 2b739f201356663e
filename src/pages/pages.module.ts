import { Module } from '@nestjs/common';
import { PackagesModule } from '../packages/packages.module';
import { TemplatesModule } from '../templates/templates.module';
import { AssetsController } from './assets.controller';
import { PackagePagesController } from './package-pages.controller';
import { TemplatePagesController } from './template-pages.controller';

@Module({
  imports: [PackagesModule, TemplatesModule],
  controllers: [AssetsController, PackagePagesController, TemplatePagesController],
})
export class PagesModule {}
