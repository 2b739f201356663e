import { byteLength, lowerCase, trim } from './text';

/** Shorter base64-looking text is a digest, a key or a token; from here on it is a file. */
const BINARY_MIN_BYTES = 4096;
const BINARY_MAX_PERCENT = 95;
const BINARY_PREFIXES = ['data:application/octet-stream', 'data:binary'];
const LONGEST_PREFIX = 29;

/**
 * True for a text that is an embedded binary file (packages.md section 4, "JSON resource limits"). What only looks like
 * base64 is one at a suspected path alone.
 */
export function looksBinary(text: string, atSuspectedPath: boolean): boolean {
  const trimmed = trim(text);
  if (hasBinaryPrefix(trimmed)) return true;
  if (!atSuspectedPath || trimmed.length * 3 < BINARY_MIN_BYTES) return false;
  const sizeBytes = byteLength(trimmed);
  if (sizeBytes < BINARY_MIN_BYTES) return false;
  const base64Characters = trimmed.length - trimmed.replace(/[A-Za-z0-9+/=\n\r]/g, '').length;
  return Math.floor((base64Characters * 100) / sizeBytes) > BINARY_MAX_PERCENT;
}

/** No other character than `d` and `D` is one in lower case. */
function hasBinaryPrefix(trimmed: string): boolean {
  if (!trimmed.startsWith('d') && !trimmed.startsWith('D')) return false;
  const start = lowerCase(trimmed.slice(0, LONGEST_PREFIX));
  return BINARY_PREFIXES.some((prefix) => start.startsWith(prefix));
}
