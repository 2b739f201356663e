import type { Request } from 'express';
import type { ReadBody } from './body-bytes.pipe';
import { MAX_WAITING_BYTES, PublishSlots } from './publish-slots';

const HALF = Buffer.alloc(MAX_WAITING_BYTES / 2);

function body(bytes = Buffer.alloc(1)): ReadBody {
  return { request: {} as Request, bytes };
}

describe('PublishSlots', () => {
  it('leaves two connections of the pool for reading, and lets no more than four run', async () => {
    for (const [poolSize, running] of [
      [1, 1],
      [3, 1],
      [4, 2],
      [50, 4],
    ] as const) {
      const slots = new PublishSlots({ database: { poolSize } } as never);
      for (let each = 0; each < running; each += 1) await slots.enter(body());
      expect(slots.waiting).toBe(0);
      void slots.enter(body());
      expect(slots.waiting).toBe(1);
    }
  });

  it('hands slots on in the order of arrival, once for each that had one', async () => {
    const slots = new PublishSlots({ database: { poolSize: 3 } } as never);
    const bodies = ['first', 'second', 'third'].map((text) => body(Buffer.from(text)));
    const entered: string[] = [];
    for (const each of bodies) void slots.enter(each).then(() => entered.push(each.bytes.toString()));
    await new Promise(setImmediate);
    expect(entered).toEqual(['first']);
    // Who never had one gives none back.
    slots.leave(bodies[2]!.request);
    for (let twice = 0; twice < 2; twice += 1) slots.leave(bodies[0]!.request);
    await new Promise(setImmediate);
    expect([entered, slots.waiting]).toEqual([['first', 'second'], 1]);
  });

  it('refuses at once who finds neither a slot nor room to wait, and has room again when the others went on', async () => {
    const slots = new PublishSlots({ database: { poolSize: 3 } } as never);
    const running = body(HALF);
    await slots.enter(running);
    for (let round = 0; round < 3; round += 1) {
      const waiting = [body(HALF), body(HALF)];
      const entered = waiting.map((each) => slots.enter(each));
      await expect(slots.enter(body())).rejects.toMatchObject({
        code: 'PUBLISHING_BUSY',
        details: { limit: MAX_WAITING_BYTES, actual: MAX_WAITING_BYTES + 1 },
      });
      // What was refused had no slot.
      expect(slots.waiting).toBe(2);
      slots.leave(running.request);
      await entered[0];
      slots.leave(waiting[0]!.request);
      await entered[1];
      slots.leave(waiting[1]!.request);
      await slots.enter(running);
    }
    expect(slots.waiting).toBe(0);
  });
});
