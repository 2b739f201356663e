import { TextDecoder } from 'node:util';
import fc from 'fast-check';
import { refusalOf } from '../../../test/support/refusal';
import type { RegistryError } from '../errors';
import type { JsonValue } from './json-value';
import { parseJson, parseJsonText } from './parse-json';

const F = '\ufffd';

describe('parseJson: bytes that are not UTF-8', () => {
  it.each([
    ['a lone continuation byte', [0x80], F],
    ['a byte that no sequence has', [0xff], F],
    ['a lead byte before a character', [0xe2, 0x41], `${F}A`],
    ['a truncated sequence of three', [0xe2, 0x82], F + F],
    ['a truncated sequence of four', [0xf0, 0x9f, 0x98], F + F + F],
    ['a truncated sequence before a whole one', [0xe2, 0x82, 0xe2, 0x82, 0xac], `${F}${F}\u20ac`],
    ['an overlong slash', [0xc0, 0xaf], F + F],
    ['an overlong NUL', [0xe0, 0x80, 0x80], F + F + F],
    ['an overlong quote', [0xc0, 0xa2], F + F],
    ['a surrogate', [0xed, 0xa0, 0x80], F + F + F],
    ['a pair of surrogates', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], F.repeat(6)],
    ['a code point above U+10FFFF', [0xf4, 0x90, 0x80, 0x80], F.repeat(4)],
    ['a lead byte of five', [0xf8, 0x88, 0x80, 0x80, 0x80], F.repeat(5)],
    ['the last code point', [0xf4, 0x8f, 0xbf, 0xbf], '\u{10ffff}'],
    ['a noncharacter', [0xef, 0xbf, 0xbf], '\uffff'],
  ])('%s', (_, bytes, expected) => {
    expect(parseJson(Buffer.from([0x22, ...bytes, 0x22]))).toBe(expected);
  });

  it('becomes one U+FFFD for each byte that is no part of a character', () => {
    const piece = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom('\u00e9', '\u20ac', '\u{1f600}', 'a').map((text) => Buffer.from(text, 'utf8')),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const bytes = Buffer.concat(pieces).filter((byte) => byte >= 0x20 && byte !== 0x22 && byte !== 0x5c);
        expect(parseJson(Buffer.concat([Buffer.from('"'), bytes, Buffer.from('"')]))).toBe(decodedByteByByte(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['outside a string', [0x5b, 0xff, 0x5d]],
    ['as a byte order mark', [0xef, 0xbb, 0xbf, 0x7b, 0x7d]],
    ['as UTF-16', [0x7b, 0x00, 0x7d, 0x00]],
    ['in place of a closing quote', [0x22, 0x61, 0xa2]],
  ])('are a fault of syntax %s', (_, bytes) => {
    expect(refusalOf(() => parseJson(Buffer.from(bytes)))).toMatchObject({ code: 'JSON_SYNTAX' });
  });
});

describe('parseJson: surrogate escapes', () => {
  it.each([
    [String.raw`"\ud83d\ude00"`, '\u{1f600}'],
    [String.raw`"\uD83D\uDE00"`, '\u{1f600}'],
    [String.raw`"\ud83d"`, F],
    [String.raw`"\ude00"`, F],
    [String.raw`"\ude00\ud83d"`, F + F],
    [String.raw`"\ud83d\ud83d\ude00"`, `${F}\u{1f600}`],
    [String.raw`"\ud83d\u0041"`, `${F}A`],
    [String.raw`"\ud83dA\ude00"`, `${F}A${F}`],
    [String.raw`"\ud83d\n\ude00"`, `${F}\n${F}`],
    [String.raw`"\\ud83d"`, String.raw`\ud83d`],
    [String.raw`"\\\ud83d"`, `\\${F}`],
    [String.raw`"\\\\ud83d\\"`, String.raw`\\ud83d` + '\\'],
    [String.raw`"\"\ud83d\""`, `"${F}"`],
  ])('%s', (text, expected) => {
    expect(parseJsonText(text)).toBe(expected);
  });

  it('are told from pairs whatever stands around them', () => {
    const unit = fc.constantFrom('\\ud83d', '\\ude00', '\\\\', 'ud83d', 'a', '\\n', '\\u0041', '\\"');
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = `"${units.join('')}"`;
        expect(parseJsonText(text)).toBe((JSON.parse(text) as string).toWellFormed());
      }),
      { numRuns: 500 },
    );
  });
});

describe('parseJson: repeated members', () => {
  const REPEATED: readonly (readonly [string, Buffer])[] = [
    ['written the same', Buffer.from('{"a":1,"a":2}')],
    ['written with an escape', Buffer.from(String.raw`{"a":1,"\u0061":2}`)],
    ['after a surrogate was replaced', Buffer.from(String.raw`{"\ud800":1,"\udfff":2}`)],
    ['after a surrogate and after a byte was replaced', Buffer.from('{"\\ud800":1,"\xff":2}', 'latin1')],
    ['after bytes were replaced', Buffer.from('{"\xff":1,"\xfe":2}', 'latin1')],
    ['one of them the replacement itself', Buffer.from(`{"\\ud800":1,"${F}":2}`)],
  ];

  it.each(REPEATED)('at the root are refused: %s', (_, bytes) => {
    const error = refusalOf(() => parseJson(bytes, { uniqueRootMembers: true }));
    expect(error?.code).toBe('JSON_REPEATED_MEMBER');
  });

  it.each(REPEATED)('in a free-form object keep the last: %s', (_, bytes) => {
    const body = Buffer.concat([Buffer.from('{"x":'), bytes, Buffer.from('}')]);
    const { x } = parseJson(body, { uniqueRootMembers: true }) as { x: JsonValue };
    expect(Object.values(x ?? {})).toEqual([2]);
  });

  it('keep members that JavaScript objects inherit', () => {
    const value = parseJsonText('{"__proto__":{"a":1},"constructor":2}') as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

describe('parseJson: numbers', () => {
  it.each([
    ['-0', -0],
    ['-0.0e5', -0],
    ['1e-400', 0],
    ['-1e-400', -0],
    ['0.1', 0.1],
    ['9007199254740993', 9007199254740992],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['5e-324', Number.MIN_VALUE],
  ])('%s is a double', (text, number) => {
    expect(Object.is(parseJsonText(text), number)).toBe(true);
  });
});

describe('parseJson beside JSON.parse', () => {
  const json = fc.json({ maxDepth: 5, noUnicodeString: false });
  const edit = fc.record({
    at: fc.nat(),
    remove: fc.nat(2),
    insert: fc.constantFrom(
      '',
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '0',
      '-',
      '.',
      'e',
      'u',
      ' ',
      '\n',
      '\u0000',
      'tru',
      F,
    ),
  });

  it('reads what it reads, and refuses what it refuses', () => {
    fc.assert(
      fc.property(json, fc.array(edit, { maxLength: 3 }), (text, edits) => {
        const edited = edits.reduce((part, { at, remove, insert }) => {
          const from = at % (part.length + 1);
          return (part.slice(0, from) + insert + part.slice(from + remove)).toWellFormed();
        }, text);
        const expected = valueOrFault(() => JSON.parse(edited) as JsonValue);
        const actual = valueOrFault(() => parseJsonText(edited));
        if (actual.fault !== undefined) expect((actual.fault as RegistryError).name).toBe('RegistryError');
        if (/e\+?\d{3}/i.test(edited)) return;
        expect(actual.fault === undefined).toBe(expected.fault === undefined);
        if (!/\\u[dD][89a-fA-F]/.test(edited)) expect(actual.value).toEqual(expected.value);
      }),
      { numRuns: 3000 },
    );
  });
});

function valueOrFault(read: () => JsonValue): { value?: JsonValue; fault?: unknown } {
  try {
    return { value: read() };
  } catch (fault) {
    return { fault };
  }
}

/** The reference's rule in the plainest words: a character if the next bytes are one, else one U+FFFD for one byte. */
function decodedByteByByte(bytes: Uint8Array): string {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const lengths = [1, 2, 3, 4].filter((length) => at + length <= bytes.length);
    const char = lengths
      .map((length) => oneCharacter(strict, bytes.subarray(at, at + length)))
      .find((one) => one !== '');
    text += char ?? F;
    at += char === undefined ? 1 : Buffer.byteLength(char);
  }
  return text;
}

function oneCharacter(strict: TextDecoder, bytes: Uint8Array): string {
  try {
    const text = strict.decode(bytes);
    return Array.from(text).length === 1 ? text : '';
  } catch {
    return '';
  }
}
