import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { KeysModule } from '../keys/keys.module';
import { SigningModule } from '../signing/signing.module';
import { HealthController } from './health.controller';
import { ReadinessService } from './readiness.service';
import { StoreHealth } from './store.health';

@Module({
  imports: [TerminusModule.forRoot({ logger: false }), KeysModule, SigningModule],
  controllers: [HealthController],
  providers: [StoreHealth, ReadinessService],
})
export class HealthModule {}
