import { FixedWindows } from './fixed-windows';

describe('FixedWindows', () => {
  let now = 0;
  const windows = (maxKeys: number): FixedWindows => new FixedWindows(maxKeys, () => now);
  beforeEach(() => (now = 1_000));

  it('counts within a window that begins with the first hit and does not move', () => {
    const counted = windows(10);
    expect(counted.hit('a', 60_000)).toEqual({ hits: 1, remainingMs: 60_000 });
    now += 59_999;
    expect(counted.hit('a', 60_000)).toEqual({ hits: 2, remainingMs: 1 });
    now += 1;
    expect(counted.peek('a')).toBeUndefined();
    expect(counted.hit('a', 60_000)).toEqual({ hits: 1, remainingMs: 60_000 });
  });

  it('looks without counting', () => {
    const counted = windows(10);
    counted.hit('a', 60_000);
    expect(counted.peek('a')).toEqual(counted.peek('a'));
    expect(counted.peek('b')).toBeUndefined();
    expect(counted.size).toBe(1);
  });

  it('keeps keys apart, and never more than it may', () => {
    const counted = windows(3);
    for (const key of ['a', 'b', 'c', 'b', 'd']) counted.hit(key, 60_000);
    expect(counted.size).toBe(3);
    expect(['a', 'b', 'c', 'd'].map((key) => counted.peek(key)?.hits)).toEqual([undefined, 2, 1, 1]);
    for (let index = 0; index < 1_000; index += 1) counted.hit(`stranger-${index}`, 60_000);
    expect(counted.size).toBe(3);
  });

  it('forgets the window that began longest ago, not the key that was first seen', () => {
    const counted = windows(2);
    counted.hit('a', 10);
    counted.hit('b', 60_000);
    now += 10;
    counted.hit('a', 60_000);
    counted.hit('c', 60_000);
    expect(['a', 'b', 'c'].map((key) => counted.peek(key)?.hits)).toEqual([1, undefined, 1]);
  });
});
