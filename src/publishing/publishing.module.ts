import { Module } from '@nestjs/common';
import { AdminTokenGuard } from './admin-token.guard';
import { JsonPipe } from './json.pipe';
import { PublishAttempts } from './publish-attempts';
import { PublishSlotPipe } from './publish-slot.pipe';
import { PublishSlots } from './publish-slots';
import { PublishTokenGuard } from './publish-token.guard';
import { PublishInterceptor } from './publish.interceptor';

const SHARED = [
  AdminTokenGuard,
  JsonPipe,
  PublishAttempts,
  PublishInterceptor,
  PublishSlotPipe,
  PublishSlots,
  PublishTokenGuard,
];

/** What publishing a package and publishing a template have in common. */
@Module({ providers: SHARED, exports: SHARED })
export class PublishingModule {}
