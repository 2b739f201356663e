import { Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { CONFIG } from '../config/config.module';
import { AdminTokenGuard } from './admin-token.guard';
import { AuthFailureThrottle } from './auth-failure-throttle';
import { HygieneWarnings } from './hygiene-warnings';
import { JsonPipe } from './json.pipe';
import { PublishAttempts } from './publish-attempts';
import { PublishSlotPipe } from './publish-slot.pipe';
import { PublishSlots } from './publish-slots';
import { PUBLISH_SLOTS_METRIC_PROVIDERS, PublishSlotsMetrics } from './publish-slots.metrics';
import { PublishThrottlerGuard, throttlerOptions } from './publish-throttler.guard';
import { PublishTokenGuard } from './publish-token.guard';
import { PublishInterceptor } from './publish.interceptor';

const SHARED = [
  AdminTokenGuard,
  AuthFailureThrottle,
  HygieneWarnings,
  JsonPipe,
  PublishAttempts,
  PublishInterceptor,
  PublishSlotPipe,
  PublishSlots,
  PublishThrottlerGuard,
  PublishTokenGuard,
];

/** What publishing a package and publishing a template have in common. */
@Module({
  imports: [ThrottlerModule.forRootAsync({ inject: [CONFIG], useFactory: throttlerOptions })],
  providers: [...SHARED, ...PUBLISH_SLOTS_METRIC_PROVIDERS, PublishSlotsMetrics],
  exports: SHARED,
})
export class PublishingModule {}
