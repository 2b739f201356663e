import { median, quantile, spread } from '../../../bench/statistics';
import { trendOf } from '../../../bench/trend';

describe('statistics of the benchmark', () => {
  it('takes the middle value, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 100])).toBe(3.5);
    expect(median([])).toBeNaN();
  });

  it('gives the spread as a share of the median', () => {
    expect(spread([8, 10, 14])).toBeCloseTo(0.3);
    expect(spread([7])).toBe(0);
  });

  it('takes a quantile by the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([quantile(values, 0.05), quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1)]).toEqual([
      5, 50, 99, 100,
    ]);
  });

  it('finds the slope below saw teeth and a lone peak', () => {
    const samples = Array.from({ length: 60 }, (_, index) => ({
      seconds: index * 5,
      value: 100 + index * 0.5 + (index % 4) * 3 + (index === 30 ? 500 : 0),
    }));
    const { slopePerSecond, noise } = trendOf(samples);
    expect(slopePerSecond).toBeCloseTo(0.1, 2);
    expect(noise).toBeGreaterThan(4);
    expect(noise).toBeLessThan(6);
  });

  it('sees no trend in two samples', () => {
    expect(() => trendOf([1, 2].map((seconds) => ({ seconds, value: seconds })))).toThrow('2 samples have no trend');
  });
});
