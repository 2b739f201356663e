import { setImmediate as nextTurn } from 'node:timers/promises';
import { runReadRequest } from './read-request';
import { SharedReads } from './shared-reads';

interface Asked {
  readonly keys: readonly string[];
  readonly answer: (values: readonly string[]) => void;
  readonly fail: (error: unknown) => void;
}

describe('shared reads', () => {
  let asked: Asked[];
  let reads: SharedReads<string, string>;
  beforeEach(() => {
    asked = [];
    reads = new SharedReads({
      readAll: (keys) => new Promise((answer, fail) => asked.push({ keys, answer, fail })),
      // A value is its key in capitals.
      textOf: (text) => text.toLowerCase(),
    });
  });

  const keys = (): readonly (readonly string[])[] => asked.map((each) => each.keys);

  it('asks once for all that arrive in one turn, and once for each key', async () => {
    const values = Promise.all([reads.read('a'), reads.read('b'), reads.read('a'), reads.read('c')]);
    await nextTurn();
    expect(keys()).toEqual([['a', 'b', 'c']]);
    asked[0]?.answer(['C', 'A']);
    await expect(values).resolves.toEqual(['A', undefined, 'A', 'C']);
  });

  it('begins a new read for who comes while one is under way, also for a key that is in it', async () => {
    const first = reads.read('a');
    await nextTurn();
    const later = Promise.all([reads.read('a'), reads.read('b')]);
    await nextTurn();
    expect(keys()).toEqual([['a']]);
    asked[0]?.answer(['A']);
    await expect(first).resolves.toBe('A');
    await nextTurn();
    expect(keys()).toEqual([['a'], ['a', 'b']]);
    asked[1]?.answer(['B']);
    await expect(later).resolves.toEqual([undefined, 'B']);
  });

  it('tells everybody in a read that it failed, and nobody else', async () => {
    const first = Promise.allSettled([reads.read('a'), reads.read('b')]);
    await nextTurn();
    const later = reads.read('c');
    asked[0]?.fail(new Error('lost'));
    await expect(first).resolves.toEqual([
      { status: 'rejected', reason: new Error('lost') },
      { status: 'rejected', reason: new Error('lost') },
    ]);
    await nextTurn();
    asked[1]?.answer(['C']);
    await expect(later).resolves.toBe('C');
  });

  it('does not let a read that hangs hold back the next one', async () => {
    const stuck = reads.read('a');
    await nextTurn();
    const later = reads.read('b');
    while (asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    asked[1]?.answer(['B']);
    await expect(later).resolves.toBe('B');
    asked[0]?.answer(['A']);
    await expect(stuck).resolves.toBe('A');
  });

  it('lets a client that must see a position read by itself, within its own request', async () => {
    const shared = reads.read('a');
    let own: Promise<string | undefined> | undefined;
    runReadRequest({ position: 7n, announce: () => undefined }, () => {
      own = reads.read('a');
    });
    expect(keys()).toEqual([['a']]);
    asked[0]?.answer(['A']);
    await expect(own).resolves.toBe('A');
    await nextTurn();
    expect(keys()).toEqual([['a'], ['a']]);
    asked[1]?.answer(['A']);
    await expect(shared).resolves.toBe('A');
  });
});
