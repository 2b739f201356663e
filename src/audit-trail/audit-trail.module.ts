import { Global, Module } from '@nestjs/common';
import { AuditTrail } from './audit-trail.service';
import { BackgroundEvents } from './background-events';
import { ClientKey } from './client-key';
import { EventBuilder } from './event-builder';

/** The audit trail, for every module to tell its events to. */
@Global()
@Module({ providers: [AuditTrail, BackgroundEvents, ClientKey, EventBuilder], exports: [AuditTrail] })
export class AuditTrailModule {}
