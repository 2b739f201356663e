/** A worker that has lived this long was well: its end is no sign that the next one will end too. */
export const STEADY_MS = 60_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** How long to wait before the next start: longer with every worker in a row that did not become steady. */
export function restartDelayMs(earlyDeaths: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** earlyDeaths, LONGEST_DELAY_MS);
}
