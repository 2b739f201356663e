import { AsyncLocalStorage } from 'node:async_hooks';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock';
import type { AuditEvent, AuditFact } from '../core/audit-trail/audit-event';
import { appendAuditEvents } from '../database/append-audit-events';
import { RegistryMetrics } from '../metrics/registry-metrics';
import type { Caller } from './caller';
import { EventBuilder } from './event-builder';
import { PendingEvents } from './pending-events';

/** Within it, repetitions become one event; so long an event may wait before it is written. */
const GROUP_MS = 1000;
/**
 * Per group, and so per second and process: whoever floods the Registry with wrong tokens makes the trail grow by at
 * most 50 KiB a second; what goes beyond waits for the next group, then is dropped and counted.
 */
const MAX_GROUP_EVENTS = 100;

/**
 * Writes what is told of without waiting for it: refusals, of which there may be many and which change nothing. A group
 * is one statement. While the database is away they wait, bounded, and no request sees any of it.
 */
@Injectable()
export class BackgroundEvents implements BeforeApplicationShutdown {
  private readonly pending = new PendingEvents();
  /** Of no request: what is logged must not carry the id of the one whose refusal happened to come first. */
  private readonly outside = AsyncLocalStorage.snapshot();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isFailing = false;
  private isStopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly builder: EventBuilder,
    private readonly clock: Clock,
    private readonly metrics: RegistryMetrics,
    private readonly logger: PinoLogger,
  ) {}

  record(fact: AuditFact, caller: Caller): void {
    if (!this.pending.add(fact, caller, this.clock.now())) this.metrics.auditEventsDropped.inc();
    this.schedule();
  }

  /** Before the pool closes, and within the grace of the stop: a database that is away is asked once. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.running;
    while (this.pending.size > 0 || this.pending.dropped > 0) {
      if (await this.writeGroup()) continue;
      this.metrics.auditEventsDropped.inc(this.pending.size);
      this.logger.error(
        { events: this.pending.size },
        'audit events are lost: they could not be written before the stop',
      );
      return;
    }
  }

  private schedule(): void {
    if (this.isStopping) return;
    const writeSoon = (): NodeJS.Timeout =>
      setTimeout(() => {
        this.running = this.writeGroup().then(() => {
          this.timer = undefined;
          if (this.pending.size > 0 || this.pending.dropped > 0) this.schedule();
        });
      }, GROUP_MS).unref();
    this.timer ??= this.outside(writeSoon);
  }

  /** False when it could not be written; then it waits for the next time. */
  private async writeGroup(): Promise<boolean> {
    const group = this.pending.take(MAX_GROUP_EVENTS);
    try {
      const events: AuditEvent[] = [];
      for (const event of group.events) events.push(await this.builder.build(this.dataSource, event));
      if (group.dropped > 0) events.push(this.builder.dropped(group.dropped, this.clock.now()));
      if (events.length > 0) await appendAuditEvents(this.dataSource, events);
    } catch (error) {
      this.pending.putBack(group);
      if (!this.isFailing)
        this.logger.warn({ err: error, events: this.pending.size }, 'audit events cannot be written');
      this.isFailing = true;
      return false;
    }
    if (this.isFailing) this.logger.info({ events: group.events.length }, 'audit events are written again');
    this.isFailing = false;
    return true;
  }
}
