import { EventEmitter } from 'node:events';
import type { Request } from 'express';
import type { ReadBody } from './body-bytes.pipe';
import { MAX_WAITING_BYTES, PublishSlots } from './publish-slots';

function body(bytes: Buffer = Buffer.alloc(1)): ReadBody {
  return { request: { res: new EventEmitter() } as unknown as Request, bytes };
}

function bodyOf(length: number): ReadBody {
  return body({ length } as Buffer);
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

  it('refuses at once who finds neither a slot nor room to wait, and has room again when others went on or left', async () => {
    const slots = new PublishSlots({ database: { poolSize: 3 } } as never);
    const running = body();
    await slots.enter(running);
    const large = bodyOf(MAX_WAITING_BYTES - 1000);
    const small = bodyOf(1000);
    const entered = [large, small].map((each) => slots.enter(each));
    const refused = body();
    await expect(slots.enter(refused)).rejects.toMatchObject({
      code: 'PUBLISHING_BUSY',
      details: { limit: MAX_WAITING_BYTES, actual: MAX_WAITING_BYTES + 1 },
    });
    // It had no slot to give back.
    slots.leave(refused.request);
    expect(slots.waiting).toBe(2);

    small.request.res?.emit('close');
    await expect(entered[1]).rejects.toMatchObject({ code: 'PUBLISHING_BUSY' });
    await expect(slots.enter(bodyOf(1001))).rejects.toMatchObject({ code: 'PUBLISHING_BUSY' });
    const again = slots.enter(bodyOf(1000));
    expect(slots.waiting).toBe(2);

    slots.leave(running.request);
    await entered[0];
    await expect(slots.enter(bodyOf(MAX_WAITING_BYTES - 999))).rejects.toMatchObject({ code: 'PUBLISHING_BUSY' });
    void slots.enter(bodyOf(MAX_WAITING_BYTES - 1000));
    expect(slots.waiting).toBe(2);
    // Its client leaves when it has entered: it keeps its slot until it is done.
    large.request.res?.emit('close');
    expect(slots.waiting).toBe(2);
    slots.leave(large.request);
    await again;
    expect(slots.waiting).toBe(1);
  });
});
