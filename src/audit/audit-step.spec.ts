import { batchOf } from './audit-step';
import { timesOf } from './rows';

const MIB = 1024 * 1024;

describe('batchOf', () => {
  const keysOf = (...sizes: number[]): number =>
    batchOf(sizes.map((sizeBytes, index) => ({ key: [String(index)], sizeBytes }))).length;

  it('is cut by weight, and never empty while there is something', () => {
    expect(keysOf()).toBe(0);
    expect(keysOf(1, 2, 3)).toBe(3);
    expect(keysOf(100 * MIB, 1)).toBe(1);
    expect(keysOf(5 * MIB, 5 * MIB, 5 * MIB, 5 * MIB, 5 * MIB)).toBe(3);
  });
});

describe('timesOf', () => {
  it.each([
    [1, 1],
    [9, 9],
    [10, 10],
    [11, 10],
    [1000, 10],
  ])('counts %d rows by %d examples', (total, shown) => {
    const times = Array.from({ length: shown }, (_, index) => timesOf(index, shown, total));
    expect(times.reduce((sum, count) => sum + count, 0)).toBe(total);
  });
});
