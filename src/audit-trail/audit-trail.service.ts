import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock/clock';
import { type AuditEvent, type AuditFact, auditEventText } from '../core/audit-trail/audit-event';
import { appendAuditEvents, type Queryable } from '../database/append-audit-events';
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
    const events = [];
    for (const fact of facts) events.push(await this.event(tx, caller, fact));
    await appendAuditEvents(tx, events);
  }

  /** The text of an event that happens now, for a statement that appends it itself (`appendAuditEventsSql`). */
  async eventText(database: Queryable, caller: Caller, fact: AuditFact): Promise<string> {
    return auditEventText(await this.event(database, caller, fact));
  }

  /** Tells of a refusal some time soon: never waits, never throws. */
  record(caller: Caller, fact: AuditFact): void {
    this.background.record(fact, caller);
  }

  private event(database: Queryable, caller: Caller, fact: AuditFact): Promise<AuditEvent> {
    const time = this.clock.now();
    return this.builder.build(database, { fact, caller, time, count: 1, lastTime: time });
  }
}
