import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import type { AuditActor, AuditEvent } from '../core/audit-trail/audit-event';
import type { JsonObject } from '../core/json/json-value';
import type { Queryable } from '../database/append-audit-events';
import type { Caller } from './caller';
import { ClientKey } from './client-key';
import type { PendingEvent } from './pending-events';

/** Makes of a fact and a caller the event as the trail has it. */
@Injectable()
export class EventBuilder {
  constructor(
    @Inject(CONFIG) private readonly config: RegistryConfig,
    private readonly clientKey: ClientKey,
  ) {}

  /** `database` is asked for the key of the clients' hashes, the first time. */
  async build(database: Queryable, { fact, caller, time, count, lastTime }: PendingEvent): Promise<AuditEvent> {
    const repeated: JsonObject = count === 1 ? {} : { count, last_time: lastTime.toISOString() };
    const details = { ...fact.details, ...repeated };
    return {
      ...fact,
      details: Object.keys(details).length === 0 ? undefined : details,
      actor: this.actor(caller),
      tokenId: caller.tokenId,
      requestId: caller.requestId,
      client: await this.clientKey.hashClient(database, caller),
      time,
    };
  }

  /** What the queue had no room for: the trail says that it is not complete, and by how much. */
  dropped(count: number, time: Date): AuditEvent {
    return { action: 'trail.drop', actor: { type: 'system' }, details: { count }, time };
  }

  private actor({ type }: Caller): AuditActor {
    return type === 'publisher' ? { type, ...this.config.publishing } : { type };
  }
}
