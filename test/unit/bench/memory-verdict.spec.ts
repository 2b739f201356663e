import { judgeSeries } from '../../../bench/memory-verdict';

const MB = 1e6;
const MINUTES = 10;

/** A sample every five seconds. */
function series(megabytesAt: (minute: number, index: number) => number): { seconds: number; value: number }[] {
  return Array.from({ length: MINUTES * 12 }, (_, index) => ({
    seconds: index * 5,
    value: megabytesAt(index / 12, index) * MB,
  }));
}

/** What the collector lets grow and takes away. */
const sawTooth = (_: number, index: number): number => 150 + (index % 7) * 4;

describe('judgeSeries', () => {
  it('calls a saw tooth flat', () => {
    const verdict = judgeSeries(series(sawTooth));
    expect(verdict.isFlat).toBe(true);
    expect(verdict.median).toBe(162 * MB);
    expect(verdict.peak).toBe(174 * MB);
  });

  it('leaves the warm-up out, and has its peak all the same', () => {
    const verdict = judgeSeries(series((minute, index) => (minute < 3 ? 100 + minute * 40 : sawTooth(minute, index))));
    expect(verdict.isFlat).toBe(true);
    expect(judgeSeries(series((minute) => (minute < 1 ? 300 : 150))).peak).toBe(300 * MB);
  });

  it('calls a leak a leak, also below a saw tooth', () => {
    const verdict = judgeSeries(series((minute, index) => sawTooth(minute, index) + minute * 3));
    expect(verdict.isFlat).toBe(false);
    expect(verdict.growth / MB).toBeCloseTo(20, 0);
  });

  it('tolerates little growth of a series without noise, but not more than 2 %', () => {
    expect(judgeSeries(series((minute) => 150 + minute * 0.3)).isFlat).toBe(true);
    expect(judgeSeries(series((minute) => 150 + minute * 0.6)).isFlat).toBe(false);
  });

  it('calls shrinking flat', () => {
    expect(judgeSeries(series((minute) => 190 - minute * 5)).isFlat).toBe(true);
  });
});
