import { RegistryError } from '../errors';
import { pointerTo } from './pointer';

/** The contract's bound on nesting: one level more is a syntax error (packages.md section 1). */
export const MAX_JSON_DEPTH = 10_000;

/**
 * Values of a request body: 5 MiB of `[{},{},...]` would be 1.7 million objects in 107 MiB. The densest package that is
 * known has a value for every 24 bytes, and a body of 5 MiB has one for every 21 at this bound.
 */
export const MAX_BODY_VALUES = 250_000;

export interface ScanOptions {
  readonly uniqueRootMembers: boolean;
  /** Scalars, arrays and objects together; a member counts as its value. Unbounded when it is left out. */
  readonly maxValues?: number;
}

/** A number with fewer digits and no exponent cannot overflow: the largest double has 309 integer digits. */
const OVERFLOW_CANDIDATE_LENGTH = 309;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LITERAL = /true|false|null/y;
/** Characters of a string that stand for themselves. */
// eslint-disable-next-line no-control-regex
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const enum Expect {
  Value,
  ValueOrEnd,
  KeyOrEnd,
  Key,
  CommaOrEnd,
  End,
}

/**
 * Checks `text` against RFC 8259 in one pass without building anything: grammar, nesting and number range. `JSON.parse`
 * accepts the same grammar, but neither bounds nesting, nor refuses overflow, nor says where a fault is.
 *
 * With `uniqueRootMembers`, a repeated member of the root object is a fault: parsers differ on what it means, and what
 * the publisher's own tools read must be what is signed here. Members of nested, free-form objects may repeat.
 *
 * @throws RegistryError JSON_SYNTAX, JSON_TOO_DEEP, JSON_TOO_MANY_VALUES, JSON_NUMBER_OVERFLOW, JSON_REPEATED_MEMBER
 */
export function scanJson(text: string, { uniqueRootMembers, maxValues = Infinity }: ScanOptions): void {
  const closers: ('}' | ']')[] = [];
  const rootMembers = new Set<string>();
  let values = 0;
  let at = 0;
  let expect: Expect = Expect.Value;

  const afterValue = (): Expect => (closers.length === 0 ? Expect.End : Expect.CommaOrEnd);

  for (;;) {
    at = skipWhiteSpace(text, at);
    const char = text.charAt(at);
    if (expect === Expect.End) {
      if (char === '') return;
      throw syntaxFault(text, at, 'the end of the body');
    }
    if (expect === Expect.CommaOrEnd) {
      const closer = closers.at(-1);
      if (char === ',') {
        expect = closer === '}' ? Expect.Key : Expect.Value;
        at += 1;
      } else if (char === closer) {
        closers.pop();
        at += 1;
        expect = afterValue();
      } else {
        throw syntaxFault(text, at, `',' or '${closer ?? ''}'`);
      }
      continue;
    }
    if ((expect === Expect.KeyOrEnd && char === '}') || (expect === Expect.ValueOrEnd && char === ']')) {
      closers.pop();
      at += 1;
      expect = afterValue();
      continue;
    }
    if (expect === Expect.Key || expect === Expect.KeyOrEnd) {
      if (char !== '"')
        throw syntaxFault(text, at, expect === Expect.KeyOrEnd ? "a member name or '}'" : 'a member name');
      const end = scanString(text, at);
      if (uniqueRootMembers && closers.length === 1) {
        const name = JSON.parse(text.slice(at, end)) as string;
        if (rootMembers.has(name)) throw repeatedMember(text, at, name);
        rootMembers.add(name);
      }
      at = skipWhiteSpace(text, end);
      if (text.charAt(at) !== ':') throw syntaxFault(text, at, "':'");
      at += 1;
      expect = Expect.Value;
      continue;
    }
    values += 1;
    if (values > maxValues) throw tooManyValues(text, at, maxValues);
    switch (char) {
      case '{':
      case '[':
        if (closers.length === MAX_JSON_DEPTH) throw tooDeep(text, at);
        closers.push(char === '{' ? '}' : ']');
        expect = char === '{' ? Expect.KeyOrEnd : Expect.ValueOrEnd;
        at += 1;
        break;
      case '"':
        at = scanString(text, at);
        expect = afterValue();
        break;
      default:
        at = scanScalar(text, at);
        expect = afterValue();
    }
  }
}

function skipWhiteSpace(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

/** Position after the closing quote of the string that starts at `start`. */
function scanString(text: string, start: number): number {
  for (let at = start + 1; ;) {
    PLAIN.lastIndex = at;
    PLAIN.test(text);
    at = PLAIN.lastIndex;
    const char = text.charAt(at);
    if (char === '"') return at + 1;
    if (char === '') throw syntaxFault(text, text.length, 'the closing quote of a string');
    if (char !== '\\') throw syntaxFault(text, at, 'a control character in a string to be written as an escape');
    ESCAPE.lastIndex = at;
    if (!ESCAPE.test(text)) throw syntaxFault(text, at, 'an escape (\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX)');
    at = ESCAPE.lastIndex;
  }
}

function scanScalar(text: string, start: number): number {
  LITERAL.lastIndex = start;
  if (LITERAL.test(text)) return LITERAL.lastIndex;
  NUMBER.lastIndex = start;
  if (!NUMBER.test(text)) throw syntaxFault(text, start, 'a value');
  const end = NUMBER.lastIndex;
  if (end - start >= 4) {
    const token = text.slice(start, end);
    const canOverflow = token.length >= OVERFLOW_CANDIDATE_LENGTH || /[eE]/.test(token);
    if (canOverflow && !Number.isFinite(Number(token))) throw numberOverflow(text, start);
  }
  return end;
}

function lineAndColumn(text: string, at: number): string {
  const before = text.slice(0, at);
  const lastBreak = before.lastIndexOf('\n');
  const line = before.split('\n').length;
  return `line ${line}, column ${at - lastBreak} (offset ${at})`;
}

function syntaxFault(text: string, at: number, expected: string): RegistryError {
  const code = text.codePointAt(at);
  const found = code === undefined ? 'the end of the body' : describeCodePoint(code);
  return new RegistryError(
    'JSON_SYNTAX',
    `the body is not valid JSON: ${found} at ${lineAndColumn(text, at)}, expected ${expected}`,
    {
      rule: 'RFC 8259',
      actual: found,
      allowed: expected,
    },
  );
}

function describeCodePoint(code: number): string {
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return code > 0x20 && code < 0x7f ? `'${String.fromCodePoint(code)}'` : hex;
}

function tooDeep(text: string, at: number): RegistryError {
  return new RegistryError(
    'JSON_TOO_DEEP',
    `the body nests deeper than ${MAX_JSON_DEPTH} levels at ${lineAndColumn(text, at)}`,
    {
      limit: MAX_JSON_DEPTH,
    },
  );
}

function tooManyValues(text: string, at: number, limit: number): RegistryError {
  return new RegistryError(
    'JSON_TOO_MANY_VALUES',
    `the body has more than ${limit} values at ${lineAndColumn(text, at)}`,
    { limit },
  );
}

function numberOverflow(text: string, at: number): RegistryError {
  return new RegistryError(
    'JSON_NUMBER_OVERFLOW',
    `the number at ${lineAndColumn(text, at)} is outside the range of an IEEE-754 double`,
    { allowed: 'magnitudes up to 1.7976931348623157e308' },
  );
}

function repeatedMember(text: string, at: number, name: string): RegistryError {
  return new RegistryError(
    'JSON_REPEATED_MEMBER',
    `the member at ${lineAndColumn(text, at)} is given twice; each may be given once`,
    {
      pointer: pointerTo('', name),
    },
  );
}
