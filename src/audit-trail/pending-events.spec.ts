import type { AuditFact } from '../core/audit-trail/audit-event';
import type { Caller } from './caller';
import { MAX_PENDING_EVENTS, PendingEvents, PLACES_FOR_KNOWN_CALLERS } from './pending-events';

const WRONG: AuditFact = { action: 'authenticate', code: 'PUBLISH_TOKEN_INVALID' };
const ADA: Caller = { type: 'anonymous', tokenId: 'a', address: '192.0.2.1', requestId: 'first' };
const KNOWN: Caller = { ...ADA, type: 'publisher' };
const at = (second: number): Date => new Date(second * 1000);

describe('PendingEvents', () => {
  it('joins what one client with one token was refused for, and keeps the first request and both times', () => {
    const pending = new PendingEvents();
    pending.add(WRONG, ADA, at(1));
    pending.add(WRONG, { ...ADA, requestId: 'second', userAgent: 'curl' }, at(2));
    pending.add(WRONG, { ...ADA, tokenId: 'b' }, at(3));
    pending.add(WRONG, { ...ADA, address: '192.0.2.2' }, at(3));
    pending.add({ ...WRONG, code: 'PUBLISH_TOKEN_MISSING' }, ADA, at(3));
    const { events, dropped } = pending.take(10);
    expect(events.map(({ count }) => count)).toEqual([2, 1, 1, 1]);
    expect(events[0]).toMatchObject({ caller: { requestId: 'first' }, time: at(1), lastTime: at(2) });
    expect(dropped).toBe(0);
    expect(pending.size).toBe(0);
  });

  it('drops and counts what it has no room for, but still joins', () => {
    const pending = new PendingEvents();
    for (let client = 0; client < MAX_PENDING_EVENTS; client += 1) {
      expect(pending.add(WRONG, { ...KNOWN, address: String(client) }, at(1))).toBe(true);
    }
    expect(pending.add(WRONG, { ...KNOWN, address: 'one too many' }, at(1))).toBe(false);
    expect(pending.add(WRONG, { ...KNOWN, address: '0' }, at(2))).toBe(true);
    expect([pending.size, pending.dropped]).toEqual([MAX_PENDING_EVENTS, 1]);
    expect(pending.take(1)).toMatchObject({ events: [{ count: 2 }], dropped: 1 });
    expect([pending.size, pending.dropped]).toEqual([MAX_PENDING_EVENTS - 1, 0]);
  });

  it('keeps places that strangers cannot take', () => {
    const pending = new PendingEvents();
    const added = Array.from({ length: MAX_PENDING_EVENTS }, (_, client) =>
      pending.add(WRONG, { ...ADA, address: String(client) }, at(1)),
    );
    expect(added.filter((isAdded) => !isAdded)).toHaveLength(PLACES_FOR_KNOWN_CALLERS);
    expect(pending.add(WRONG, KNOWN, at(2))).toBe(true);
  });

  it('takes back what could not be written, before what came later and joined with it', () => {
    const pending = new PendingEvents();
    pending.add(WRONG, ADA, at(1));
    const group = { ...pending.take(10), dropped: 3 };
    pending.add(WRONG, { ...ADA, tokenId: 'later' }, at(2));
    pending.add(WRONG, ADA, at(3));
    pending.putBack(group);
    expect(pending.dropped).toBe(3);
    expect(pending.take(10).events).toMatchObject([
      { caller: { tokenId: 'a' }, count: 2, time: at(1), lastTime: at(3) },
      { caller: { tokenId: 'later' }, count: 1 },
    ]);
  });
});
