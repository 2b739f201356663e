import { median } from './statistics';
import { type Sample, trendOf } from './trend';

/** MB as operators buy them, the stricter reading. */
export const RESIDENT_BOUND_BYTES = 200e6;
/** A series that hardly scatters may still move by this share of its median: pages, not a leak. */
const TOLERATED_SHARE = 0.02;

export interface SeriesVerdict {
  readonly peak: number;
  readonly median: number;
  /** Along the trend, from the first to the last sample that was judged. */
  readonly growth: number;
  readonly noise: number;
  readonly isFlat: boolean;
}

/**
 * Judges the last two thirds of a series, the first being warm-up; the peak is of all of it. Flat: the growth along the
 * trend is within the scatter around it, or within 2 % of the median. Shrinking is flat.
 */
export function judgeSeries(samples: readonly Sample[]): SeriesVerdict {
  const judged = samples.slice(Math.floor(samples.length / 3));
  const { slopePerSecond, noise } = trendOf(judged);
  const [first, last] = [judged[0], judged[judged.length - 1]];
  const growth = slopePerSecond * ((last?.seconds ?? 0) - (first?.seconds ?? 0));
  const middle = median(judged.map(({ value }) => value));
  return {
    peak: Math.max(...samples.map(({ value }) => value)),
    median: middle,
    growth,
    noise,
    isFlat: growth <= Math.max(noise, TOLERATED_SHARE * middle),
  };
}
