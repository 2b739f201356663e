import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock/clock';
import type { AuditFact } from '../core/audit-trail/audit-event';
import { appendAuditEvents } from '../database/append-audit-events';
import { BackgroundEvents } from './background-events';
import type { Caller } from './caller';
import { EventBuilder } from './event-builder';

/** Who did what, in the append-only trail of the database (docs/audit-trail.md). */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly builder: EventBuilder,
    private readonly background: BackgroundEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Tells of a change in the transaction that makes it: both commit or neither does. It must be the last thing that the
   * transaction does (`appendAuditEvents`).
   */
  async append(tx: EntityManager, caller: Caller, ...facts: readonly AuditFact[]): Promise<void> {
    const time = this.clock.now();
    const events = [];
    for (const fact of facts)
      events.push(await this.builder.build(tx, { fact, caller, time, count: 1, lastTime: time }));
    await appendAuditEvents(tx, events);
  }

  /** Tells of a refusal some time soon: never waits, never throws. */
  record(caller: Caller, fact: AuditFact): void {
    this.background.record(fact, caller);
  }
}
