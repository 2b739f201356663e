import { LEASE_MS, LeasedReads, leasedRead, leasesHaveEnded, RENEWAL_MS } from './leased-reads';
import { runReadRequest } from './read-request';

interface Item {
  readonly name: string;
  readonly value: number;
}

/** A store of one value for each name, and how often it was asked for which. */
class Store {
  readonly values = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  readonly asked: (readonly string[])[] = [];
  /** Resolves before a read is answered: what is changed meanwhile is not in the answer. */
  answering: Promise<unknown> = Promise.resolve();
  readonly reads = new LeasedReads<string, Item>({
    readAll: async (names) => {
      this.asked.push(names);
      const found = names.flatMap((name) => {
        const value = this.values.get(name);
        return value === undefined ? [] : [{ name, value }];
      });
      await this.answering;
      return found;
    },
    textOf: (key) => (typeof key === 'string' ? key : key.name),
  });

  async value(name: string): Promise<number | undefined> {
    return (await this.reads.read(name))?.value;
  }
}

/** So many that a read has been sent, or answered. */
function turns(): Promise<void> {
  return new Promise((done) => setImmediate(() => setImmediate(done)));
}

describe('leased reads', () => {
  let nowMs = 0;
  let store: Store;
  beforeEach(() => {
    nowMs = 1_000;
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    store = new Store();
  });
  afterEach(() => jest.restoreAllMocks());

  it('hands out what was found until the lease has ended, counted from before the read', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    store.answering = promise;
    const first = store.value('a');
    await turns();
    nowMs += 3;
    resolve(undefined);
    expect(await first).toBe(1);
    store.values.set('a', 7);
    nowMs += LEASE_MS - 3 - 0.1;
    expect(await store.value('a')).toBe(1);
    nowMs += 0.1;
    expect(await store.value('a')).toBe(7);
    expect(store.asked).toEqual([['a'], ['a']]);
  });

  it('reads anew once for all who ask in the last part of a lease, who do not wait for it', async () => {
    expect(await store.value('a')).toBe(1);
    store.values.set('a', 7);
    nowMs += LEASE_MS - RENEWAL_MS - 0.1;
    expect(await store.value('a')).toBe(1);
    await turns();
    expect(store.asked).toHaveLength(1);
    nowMs += 0.1;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    store.answering = promise;
    expect([await store.value('a'), await store.value('a')]).toEqual([1, 1]);
    await turns();
    expect([await store.value('a'), store.asked.length]).toEqual([1, 2]);
    resolve(undefined);
    await turns();
    // Counted from when it was asked for, beyond the end of the first.
    nowMs += LEASE_MS - RENEWAL_MS - 0.1;
    expect([await store.value('a'), store.asked.length]).toEqual([7, 2]);
    store.values.set('a', 8);
    nowMs += 0.1;
    await store.value('a');
    await turns();
    expect([await store.value('a'), store.asked.length]).toEqual([8, 3]);
  });

  it('reads anew together what is asked for together', async () => {
    await Promise.all([store.value('a'), store.value('b')]);
    nowMs += LEASE_MS - RENEWAL_MS;
    expect(await Promise.all([store.value('a'), store.value('b')])).toEqual([1, 2]);
    await turns();
    expect(store.asked).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('lets nobody fail for a read that nobody waited for', async () => {
    expect(await store.value('a')).toBe(1);
    nowMs += LEASE_MS - RENEWAL_MS;
    store.answering = Promise.reject(new Error('lost'));
    expect(await store.value('a')).toBe(1);
    await turns();
    expect([await store.value('a'), store.asked.length]).toEqual([1, 2]);
    nowMs += RENEWAL_MS;
    await expect(store.value('a')).rejects.toThrow('lost');
  });

  it('forgets what was changed while it was read anew', async () => {
    expect(await store.value('a')).toBe(1);
    nowMs += LEASE_MS - RENEWAL_MS;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    store.answering = promise;
    expect(await store.value('a')).toBe(1);
    await turns();
    store.values.set('a', 7);
    store.reads.forget('a');
    resolve(undefined);
    await turns();
    expect([await store.value('a'), store.asked.length]).toEqual([7, 3]);
  });

  it('does not let a read that comes late end the lease of a later one', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    store.answering = promise;
    let slow: Promise<number | undefined> | undefined;
    // Who is bound to a position reads alone, beside the others.
    runReadRequest({ position: 7n, announce: () => undefined }, () => {
      slow = store.value('a');
    });
    nowMs += 1;
    store.values.set('a', 8);
    store.answering = Promise.resolve();
    expect(await store.value('a')).toBe(8);
    resolve(undefined);
    expect(await slow).toBe(1);
    expect(await store.value('a')).toBe(8);
    expect(store.asked).toHaveLength(2);
  });

  it('leases nothing that was not found', async () => {
    expect(await store.value('c')).toBeUndefined();
    store.values.set('c', 3);
    expect(await store.value('c')).toBe(3);
  });

  it('asks for what is leased of one name only for other names', async () => {
    expect(await store.value('a')).toBe(1);
    expect(await Promise.all([store.value('a'), store.value('b')])).toEqual([1, 2]);
    expect(store.asked).toEqual([['a'], ['b']]);
  });

  it('forgets what this process has changed, also when it was being read', async () => {
    expect(await store.value('a')).toBe(1);
    store.values.set('a', 5);
    store.reads.forget('a');
    const { promise, resolve } = Promise.withResolvers<undefined>();
    store.answering = promise;
    const second = store.value('a');
    await turns();
    store.values.set('a', 6);
    store.reads.forget('a');
    resolve(undefined);
    expect(await second).toBe(5);
    expect(await store.value('a')).toBe(6);
    expect(store.asked).toEqual([['a'], ['a'], ['a']]);
  });

  it('does not answer a client from a lease that must see a position', async () => {
    expect(await store.value('a')).toBe(1);
    store.values.set('a', 9);
    let own: Promise<number | undefined> | undefined;
    runReadRequest({ position: 7n, announce: () => undefined }, () => {
      own = store.value('a');
    });
    expect(await own).toBe(9);
  });

  it('keeps a bounded number of leases: of many names the first are asked for again', async () => {
    const names = Array.from({ length: 1_001 }, (_, index) => `n${index}`);
    for (const name of names) {
      store.values.set(name, 1);
      await store.value(name);
    }
    await store.value('n1000');
    expect(store.asked).toHaveLength(1_001);
    await store.value('n0');
    expect(store.asked).toHaveLength(1_002);
  });

  it('gives up no lease for one that takes the place of another', async () => {
    for (let index = 0; index < 1_000; index += 1) {
      store.values.set(`n${index}`, 1);
      await store.value(`n${index}`);
    }
    nowMs += LEASE_MS - RENEWAL_MS;
    await store.value('n0');
    await turns();
    expect(store.asked).toHaveLength(1_001);
    await store.value('n999');
    await turns();
    expect([await store.value('n1'), store.asked.length]).toEqual([1, 1_002]);
  });

  it('tells a failure to who asked, and leases nothing', async () => {
    const { promise, reject } = Promise.withResolvers<undefined>();
    store.answering = promise;
    const failed = Promise.allSettled([store.value('a')]);
    await turns();
    reject(new Error('lost'));
    expect(await failed).toEqual([{ status: 'rejected', reason: new Error('lost') }]);
    store.answering = Promise.resolve(undefined);
    expect(await store.value('a')).toBe(1);
  });

  it('leases the one thing that there is', async () => {
    let count = 0;
    const read = leasedRead(() => Promise.resolve((count += 1)));
    expect([await read(), await read()]).toEqual([1, 1]);
    nowMs += LEASE_MS;
    expect(await read()).toBe(2);
  });
});

describe('leasesHaveEnded', () => {
  it('waits for as long as any lease may last that was given before', async () => {
    const startedMs = performance.now();
    await leasesHaveEnded();
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(LEASE_MS);
  });
});
