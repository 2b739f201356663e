import { Module } from '@nestjs/common';
import { AdminTokenGuard } from './admin-token.guard';
import { PublishTokenGuard } from './publish-token.guard';

/** What publishing a package and publishing a template have in common. */
@Module({
  providers: [PublishTokenGuard, AdminTokenGuard],
  exports: [PublishTokenGuard, AdminTokenGuard],
})
export class PublishingModule {}
