/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32): a store can be filled again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Random = ReturnType<typeof seededRandom>;

/** The first ones much more often than the last ones, as words are used: about as 1, 1/2, 1/3, ... */
export function pickSkewed<T>(random: Random, values: readonly T[]): T {
  return at(values, Math.floor((values.length + 1) ** random()) - 1);
}

export function pick<T>(random: Random, values: readonly T[]): T {
  return at(values, Math.floor(random() * values.length));
}

/** A whole number from 0 with a long tail: nearly one half are 0, one in a hundred is above 250. */
export function longTailed(random: Random): number {
  return Math.floor((1 - random()) ** -1.2 - 1);
}

function at<T>(values: readonly T[], index: number): T {
  const value = values[Math.min(index, values.length - 1)];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
}
