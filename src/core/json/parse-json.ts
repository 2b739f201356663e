import { isUtf8 } from 'node:buffer';
import type { JsonValue } from './json-value';
import { scanJson, type ScanOptions } from './scan-json';
import { isWithinBounds } from './survey-json';

const ESCAPES =
  /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|[^])/g;
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/**
 * Parses the bytes of a JSON text as the contract reads them (packages.md section 1): strict RFC 8259, no byte order
 * mark, numbers as doubles without overflow, invalid UTF-8 and unpaired surrogate escapes as U+FFFD, the last of
 * repeated members (the root's may be refused instead: `uniqueRootMembers`). `maxValues` bounds what is built in memory.
 *
 * @throws RegistryError JSON_SYNTAX, JSON_TOO_DEEP, JSON_TOO_MANY_VALUES, JSON_NUMBER_OVERFLOW, JSON_REPEATED_MEMBER
 */
export function parseJson(bytes: Uint8Array, options: ScanOptions = { uniqueRootMembers: false }): JsonValue {
  const text = replaceLoneSurrogateEscapes(decodeUtf8(bytes));
  if (isWithinBounds(bytes, options)) {
    const value = parsedNatively(text);
    if (value !== undefined) return value;
  }
  // Says what the fault is and where.
  scanJson(text, options);
  return JSON.parse(text) as JsonValue;
}

export function parseJsonText(text: string): JsonValue {
  return parseJson(Buffer.from(text, 'utf8'));
}

/** Undefined when the text breaks the grammar. */
function parsedNatively(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Done in the text, before parsing, so that two names which both become U+FFFD are one repeated member. A backslash
 * outside a string is a syntax error anyway, so reading escapes from left to right finds exactly those of strings.
 */
function replaceLoneSurrogateEscapes(text: string): string {
  if (!text.includes('\\u') || !SURROGATE_ESCAPE.test(text)) return text;
  return text.replace(ESCAPES, (escape: string, lone: string | undefined) => (lone === undefined ? escape : '\\ufffd'));
}

/** Every byte that is not part of a valid sequence becomes one U+FFFD, as the reference decodes (not one a sequence). */
function decodeUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString('utf8');
  const parts: string[] = [];
  let validFrom = 0;
  for (let at = 0; at < buffer.length;) {
    const length = sequenceLength(buffer, at);
    if (length > 0) {
      at += length;
      continue;
    }
    parts.push(buffer.toString('utf8', validFrom, at), '\ufffd');
    at += 1;
    validFrom = at;
  }
  parts.push(buffer.toString('utf8', validFrom));
  return parts.join('');
}

/** Length of the valid UTF-8 sequence at `at`, or 0 (Unicode Standard, table 3-7). */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  return isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length ? length : 0;
}
