import { Module } from '@nestjs/common';
import { PackagesModule } from '../packages/packages.module';
import { TemplatesModule } from '../templates/templates.module';
import { DownloadCounter } from './download-counter';
import { DownloadsController } from './downloads.controller';
import { DownloadsService } from './downloads.service';

@Module({
  imports: [PackagesModule, TemplatesModule],
  controllers: [DownloadsController],
  providers: [DownloadsService, DownloadCounter],
})
export class DownloadsModule {}
