import { lowerCase, quoteForMessage } from '../core/text';
import { Problem } from './config-report';

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000 } as const;
const DURATION = /^(\d{1,9})(ms|s|m)?$/;

/** Milliseconds of `1500ms`, `25s`, `2m` or bare seconds, within the bounds (in milliseconds, inclusive). */
export function parseDuration(minMs: number, maxMs: number): (text: string) => number | Problem {
  return (text) => {
    const [, digits, unit = 's'] = DURATION.exec(lowerCase(text)) ?? [];
    if (digits === undefined) return new Problem(`is ${quoteForMessage(text)}`);
    const durationMs = Number(digits) * UNIT_MS[unit as keyof typeof UNIT_MS];
    if (durationMs < minMs) return new Problem(`is ${quoteForMessage(text)}, which is too short`);
    if (durationMs > maxMs) return new Problem(`is ${quoteForMessage(text)}, which is too long`);
    return durationMs;
  };
}
