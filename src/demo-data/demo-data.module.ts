import { Module } from '@nestjs/common';
import { PackagesModule } from '../packages/packages.module';
import { TemplatesModule } from '../templates/templates.module';
import { DemoDataService } from './demo-data.service';

@Module({ imports: [PackagesModule, TemplatesModule], providers: [DemoDataService], exports: [DemoDataService] })
export class DemoDataModule {}
