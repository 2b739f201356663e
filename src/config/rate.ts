import { lowerCase, quoteForMessage, trim } from '../core/text';
import { Problem } from './config-report';
import { parseDuration } from './duration';
import { MAX_RATE_REQUESTS } from './variables';

/** At most `limit` requests within each window. */
export interface Rate {
  readonly limit: number;
  readonly windowMs: number;
}

/** No limit at all. */
export const NO_RATE = 'off';

const SHORTEST_WINDOW_MS = 1_000;
const LONGEST_WINDOW_MS = 3_600_000;
const parseWindow = parseDuration(SHORTEST_WINDOW_MS, LONGEST_WINDOW_MS);

/** `600/1m`: 600 requests within a minute. A limit of 0 is refused: publishing is switched off by its token. */
export function parseRate(text: string): Rate | typeof NO_RATE | Problem {
  if (lowerCase(text) === NO_RATE) return NO_RATE;
  const [count = '', window = '', ...rest] = text.split('/').map(trim);
  const limit = /^[1-9]\d{0,6}$/.test(count) ? Number(count) : NaN;
  if (rest.length > 0 || !(limit <= MAX_RATE_REQUESTS)) return new Problem(`is ${quoteForMessage(text)}`);
  const windowMs = parseWindow(window);
  return windowMs instanceof Problem
    ? new Problem(`is ${quoteForMessage(text)}, whose window ${windowMs.text}`)
    : { limit, windowMs };
}
