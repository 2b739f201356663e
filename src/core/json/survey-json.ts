import { MAX_JSON_DEPTH, type ScanOptions } from './scan-json';

const QUOTE = 0x22;
const COMMA = 0x2c;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const UPPER_E = 0x45;
const LEFT_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const RIGHT_BRACKET = 0x5d;
const LOWER_E = 0x65;
const LEFT_BRACE = 0x7b;
const RIGHT_BRACE = 0x7d;
const SPACE = 0x20;
const FIRST_BEYOND_ASCII = 0x80;
const LONGEST_NAME = 128;
/** Fewer digits cannot overflow: the largest double has 309. */
const OVERFLOW_CANDIDATE_LENGTH = 309;

/**
 * True when the bytes of a JSON text surely stay in the bounds of `scanJson`, all but the grammar, which is left to
 * `JSON.parse`: nesting, number of values, no number that could overflow, no member of the root given twice. False says
 * nothing: the scanner decides then. One loop over the bytes takes a third of the scanner's time (docs/performance.md).
 *
 * Of a text that breaks the grammar it is true of what comes before the fault, which is as far as a parser builds.
 */
export function isWithinBounds(bytes: Uint8Array, { uniqueRootMembers, maxValues = Infinity }: ScanOptions): boolean {
  const rootMembers = uniqueRootMembers ? new Set<string>() : undefined;
  let depth = 0;
  // Each value but the first has a comma or an opening bracket before it; an empty container has one too many.
  let values = 1;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      const start = at + 1;
      at = endOfString(bytes, start);
      if (depth === 1 && rootMembers !== undefined && isName(bytes, at + 1)) {
        const name = plainText(bytes, start, at);
        if (name === undefined || rootMembers.has(name)) return false;
        rootMembers.add(name);
      }
    } else if (byte === COMMA) {
      values += 1;
    } else if (byte === LEFT_BRACE || byte === LEFT_BRACKET) {
      values += 1;
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return false;
    } else if (byte === RIGHT_BRACE || byte === RIGHT_BRACKET) {
      depth -= 1;
    } else if (byte >= ZERO && byte <= NINE) {
      const start = at;
      while (isNumberByte(bytes[at + 1])) at += 1;
      const next = bytes[at + 1];
      if (next === LOWER_E || next === UPPER_E || at - start >= OVERFLOW_CANDIDATE_LENGTH - 1) return false;
    }
  }
  return values <= maxValues;
}

/** Position of the closing quote of the string whose characters begin at `start`. */
function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at += 1;
  }
  return bytes.length;
}

function isNumberByte(byte = 0): boolean {
  return (byte >= ZERO && byte <= NINE) || byte === DOT;
}

/** True when a colon follows what ends before `at`. */
function isName(bytes: Uint8Array, at: number): boolean {
  let next = at;
  while ((bytes[next] ?? COLON) <= SPACE) next += 1;
  return bytes[next] === COLON;
}

/** Undefined where equal names may be written in different ways, and where no request has a member. */
function plainText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const name = bytes.subarray(start, end);
  if (name.length > LONGEST_NAME || name.some((byte) => byte === BACKSLASH || byte >= FIRST_BEYOND_ASCII))
    return undefined;
  return String.fromCharCode(...name);
}
