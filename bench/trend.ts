import { median, quantile } from './statistics';

export interface Sample {
  readonly seconds: number;
  readonly value: number;
}

export interface Trend {
  readonly slopePerSecond: number;
  /** How far values lie from the line: half of the distance between the 5th and the 95th percentile. */
  readonly noise: number;
}

/**
 * The line through a series by Theil and Sen: its slope is the median of the slopes between all pairs, so that the saw
 * teeth of garbage collection and a few outliers do not bend it. @throws with fewer than three samples
 */
export function trendOf(samples: readonly Sample[]): Trend {
  if (samples.length < 3) throw new Error(`${samples.length} samples have no trend; allowed: 3 or more`);
  const slopes = samples.flatMap((from, index) =>
    samples.slice(index + 1).map((to) => (to.value - from.value) / (to.seconds - from.seconds)),
  );
  const slopePerSecond = median(slopes);
  const levels = samples.map(({ seconds, value }) => value - slopePerSecond * seconds);
  return { slopePerSecond, noise: (quantile(levels, 0.95) - quantile(levels, 0.05)) / 2 };
}
