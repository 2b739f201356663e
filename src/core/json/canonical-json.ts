import { byteLength } from '../text';
import type { JsonValue } from './json-value';
import { NOT_NATIVE, orderedCopy } from './ordered-copy';

/**
 * The canonical form that every digest is made over (packages.md section 1): no white space, members sorted by code
 * point, numbers as ECMAScript prints them except `-0`, U+2028 and U+2029 escaped, everything else literal.
 * This is not RFC 8785, which sorts by UTF-16 unit and prints -0 as 0.
 */
export function canonicalJson(value: JsonValue): string {
  const ordered = orderedCopy(value);
  // Native printing takes a quarter of the time (docs/performance.md), and nearly every document can be printed so.
  return ordered === NOT_NATIVE ? writeCanonical(value) : printOrdered(ordered);
}

/** The canonical form of an ordered copy, or of a part of one. */
export function printOrdered(ordered: JsonValue): string {
  return escapeLineSeparators(JSON.stringify(ordered));
}

/** The canonical form of any value, however deep and whatever its members are called: what defines the form. */
export function writeCanonical(value: JsonValue): string {
  const out: string[] = [];
  // An explicit stack: values nest up to 10,000 levels, which would exhaust the call stack.
  const stack: Frame[] = [];
  let current: JsonValue = value;
  for (;;) {
    if (typeof current !== 'object' || current === null) {
      out.push(canonicalScalar(current));
    } else if (isList(current)) {
      out.push('[');
      stack.push({ values: current, keys: undefined, next: 0 });
    } else {
      out.push('{');
      stack.push({ values: current, keys: Object.keys(current).sort(byCodePoint), next: 0 });
    }
    let frame = stack.at(-1);
    while (frame !== undefined && isFinished(frame)) {
      out.push(frame.keys === undefined ? ']' : '}');
      stack.pop();
      frame = stack.at(-1);
    }
    if (frame === undefined) return out.join('');
    if (frame.next > 0) out.push(',');
    if (frame.keys === undefined) {
      current = frame.values[frame.next] as JsonValue;
    } else {
      const key = frame.keys[frame.next] as string;
      out.push(canonicalString(key), ':');
      current = frame.values[key] as JsonValue;
    }
    frame.next += 1;
  }
}

/** The canonical form as the UTF-8 bytes that are hashed, stored and served. */
export function canonicalBytes(value: JsonValue): Buffer {
  return Buffer.from(canonicalJson(value), 'utf8');
}

/**
 * The receipt form: the canonical form with `<`, `>` and `&` escaped too. Those characters only occur inside strings,
 * so escaping them in the finished text is exact.
 */
export function receiptForm(value: JsonValue): string {
  return canonicalJson(value).replace(/[<>&]/g, (char) => HTML_ESCAPES[char as '<' | '>' | '&']);
}

/** Size of the receipt form in bytes, which is what every limit on a document is measured in. */
export function receiptFormSize(canonical: Uint8Array): number {
  const escaped = ESCAPED_BYTES.reduce((sum, byte) => sum + countOf(byte, canonical), 0);
  return canonical.length + escaped * (ESCAPE_LENGTH - 1);
}

/** The same of a canonical form that is not in bytes yet. */
export function receiptFormSizeOf(text: string): number {
  let escaped = 0;
  for (const char of Object.keys(HTML_ESCAPES)) {
    for (let at = text.indexOf(char); at !== -1; at = text.indexOf(char, at + 1)) {
      escaped += 1;
      if (escaped > MAX_JUMPS) return receiptFormSize(Buffer.from(text, 'utf8'));
    }
  }
  return byteLength(text) + escaped * (ESCAPE_LENGTH - 1);
}

/** Jumps from one to the next while they are few: 0.04 ms for a MiB; a loop over all the bytes takes 1.1 ms. */
function countOf(byte: number, bytes: Uint8Array): number {
  let count = 0;
  let at = bytes.indexOf(byte);
  for (; at !== -1 && count < MAX_JUMPS; at = bytes.indexOf(byte, at + 1)) count += 1;
  if (at === -1) return count;
  for (; at < bytes.length; at += 1) if (bytes[at] === byte) count += 1;
  return count;
}

const HTML_ESCAPES = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' } as const;
const ESCAPE_LENGTH = 6;
const MAX_JUMPS = 1000;
const ESCAPED_BYTES = Object.keys(HTML_ESCAPES).map((char) => char.charCodeAt(0));

type Frame =
  | { readonly values: readonly JsonValue[]; readonly keys: undefined; next: number }
  | { readonly values: Readonly<Record<string, JsonValue>>; readonly keys: readonly string[]; next: number };

function isFinished(frame: Frame): boolean {
  return frame.next === (frame.keys ?? frame.values).length;
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function canonicalScalar(value: null | boolean | number | string): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('a JSON number is finite');
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return 'null';
    default:
      throw new TypeError(`${typeof value} is not a JSON value`);
  }
}

/** JSON.stringify escapes exactly the contract's set, but for U+2028 and U+2029. */
export function canonicalString(text: string): string {
  return escapeLineSeparators(JSON.stringify(text));
}

/** Exact on a whole JSON text too: these characters only occur inside strings. */
function escapeLineSeparators(json: string): string {
  return LINE_SEPARATORS.test(json) ? json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029') : json;
}

const LINE_SEPARATORS = /[\u2028\u2029]/;
const SURROGATE_OR_ABOVE = /[\ud800-\uffff]/;

/** UTF-16 order equals code point order unless one text has an astral character where the other has U+E000-U+FFFF. */
export function byCodePoint(left: string, right: string): number {
  if (!SURROGATE_OR_ABOVE.test(left) || !SURROGATE_OR_ABOVE.test(right)) {
    return left < right ? -1 : Number(left > right);
  }
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

/** Ranks UTF-16 units so that surrogates come after U+E000-U+FFFF, as the code points they stand for do. */
function codePointRank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}
