const NORMAL_BY_MEDIAN_DISTANCE = 1.4826;

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Half the distance between the lowest and the highest value, as a share of the median: how far to trust it. */
export function spread(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / 2 / median(values);
}

/** The value below which a share of the values lies (nearest rank); `share` is 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * How far a value lies from the median, as a share of it: 1.4826 times the median distance, which for normal scatter is
 * its standard deviation. One disturbed round in five does not move it.
 */
export function robustSpread(values: readonly number[]): number {
  const middle = median(values);
  return (NORMAL_BY_MEDIAN_DISTANCE * median(values.map((value) => Math.abs(value - middle)))) / middle;
}
