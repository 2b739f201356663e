const UNITS = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const;
const AGE = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** How long ago a time was, in the largest unit that fits: `3 days ago`. */
export function ageText(iso: string, now: Date): string {
  const seconds = (now.getTime() - new Date(iso).getTime()) / 1000;
  const [unit, length] = UNITS.find((candidate) => seconds >= candidate[1]) ?? ['minute', 0];
  return length === 0 ? 'just now' : AGE.format(-Math.floor(seconds / length), unit);
}
