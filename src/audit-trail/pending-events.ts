import type { AuditFact } from '../core/audit-trail/audit-event';
import type { Caller } from './caller';

/** An event that happened `count` times in a row of about a second. */
export interface PendingEvent {
  readonly fact: AuditFact;
  readonly caller: Caller;
  readonly time: Date;
  readonly count: number;
  /** Of the last of them. */
  readonly lastTime: Date;
}

/**
 * Kept in memory while the database is away: about 1 KiB each. Beyond it new kinds of events are dropped, and counted;
 * repetitions of what is waiting cost nothing.
 */
export const MAX_PENDING_EVENTS = 1000;
/** Places that strangers cannot take: who tries tokens must not crowd out what publishers and administrators did. */
export const PLACES_FOR_KNOWN_CALLERS = 200;

/** Events that wait to be written, repetitions joined. */
export class PendingEvents {
  private waiting = new Map<string, PendingEvent>();
  private droppedCount = 0;

  /** How many different events there were no room for since the last `take`. */
  get dropped(): number {
    return this.droppedCount;
  }

  get size(): number {
    return this.waiting.size;
  }

  /** False when there is no room for it. */
  add(fact: AuditFact, caller: Caller, time: Date): boolean {
    return this.put({ fact, caller, time, count: 1, lastTime: time });
  }

  /** The oldest ones, at most `max`, and what was dropped; they are no longer here. */
  take(max: number): { readonly events: readonly PendingEvent[]; readonly dropped: number } {
    const entries = [...this.waiting].slice(0, max);
    for (const [key] of entries) this.waiting.delete(key);
    const dropped = this.droppedCount;
    this.droppedCount = 0;
    return { events: entries.map(([, event]) => event), dropped };
  }

  /** Back to the front, when they could not be written; what came in the meantime and has no room is dropped. */
  putBack({ events, dropped }: { readonly events: readonly PendingEvent[]; readonly dropped: number }): void {
    const later = this.waiting;
    this.waiting = new Map();
    this.droppedCount += dropped;
    for (const event of [...events, ...later.values()]) this.put(event);
  }

  private put(event: PendingEvent): boolean {
    const key = keyOf(event);
    const same = this.waiting.get(key);
    if (same !== undefined) {
      this.waiting.set(key, { ...same, count: same.count + event.count, lastTime: event.lastTime });
      return true;
    }
    const isStranger = event.caller.type === 'anonymous';
    if (this.waiting.size < MAX_PENDING_EVENTS - (isStranger ? PLACES_FOR_KNOWN_CALLERS : 0)) {
      this.waiting.set(key, event);
      return true;
    }
    this.droppedCount += event.count;
    return false;
  }
}

/** Two events are repetitions when the same client with the same token was refused for the same. */
function keyOf({ fact, caller }: PendingEvent): string {
  const { kind, id, version } = fact.target ?? {};
  return JSON.stringify([fact.action, fact.code, kind, id, version, caller.tokenId, caller.address, caller.type]);
}
