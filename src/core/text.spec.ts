import fc from 'fast-check';
import {
  byteLength,
  hasUnsafeControl,
  hasWhiteSpace,
  isBlank,
  lowerCase,
  quoteForMessage,
  trim,
  withoutTrailingSlashes,
} from './text';

const codePoints = (...ranges: readonly (readonly [from: number, to: number])[]): string[] =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)));

/** The list of packages.md, "Conventions", written out by hand. */
const WHITE_SPACE = codePoints(
  [0x09, 0x0d],
  [0x20, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
);
const EVERY_CODE_POINT = codePoints([0, 0xd7ff], [0xe000, 0x10ffff]);

describe('white space', () => {
  it('is exactly the list of the contract, of all code points', () => {
    const found = EVERY_CODE_POINT.filter((char) => trim(char) === '');
    expect(found).toEqual(WHITE_SPACE);
    expect(EVERY_CODE_POINT.filter(hasWhiteSpace)).toEqual(WHITE_SPACE);
  });

  it('is removed from both ends and kept inside', () => {
    const all = WHITE_SPACE.join('');
    expect(trim(`${all}a${all}b${all}`)).toBe(`a${all}b`);
    expect(isBlank(all)).toBe(true);
    expect(isBlank(`${all}\ufeff`)).toBe(false);
  });

  it('is trimmed in linear time', () => {
    const inside = ' '.repeat(300_000);
    expect(trim(`a${inside}b`)).toHaveLength(300_002);
  });
});

describe('lowerCase', () => {
  it.each([
    ['ABC-xyz', 'abc-xyz'],
    ['\u0130stanbul', 'istanbul'],
    ['\u212a', 'k'],
    ['\u039f\u03a3', '\u03bf\u03c3'],
    ['\u{10400}', '\u{10428}'],
    ['\u1e9e', '\u00df'],
  ])('maps %s to %s', (text, lowered) => {
    expect(lowerCase(text)).toBe(lowered);
  });

  it('maps every code point to exactly one', () => {
    expect(EVERY_CODE_POINT.filter((char) => Array.from(lowerCase(char)).length !== 1)).toEqual([]);
  });

  it('does not look at the neighbours of a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(lowerCase(text)).toBe(Array.from(text, lowerCase).join(''));
      }),
    );
  });
});

describe('hasUnsafeControl', () => {
  it('is true for U+0000-U+001F without tab, LF and CR, and for U+007F, of all code points', () => {
    const unsafe = codePoints([0, 8], [0x0b, 0x0c], [0x0e, 0x1f], [0x7f, 0x7f]);
    expect(EVERY_CODE_POINT.filter(hasUnsafeControl)).toEqual(unsafe);
  });
});

describe('byteLength', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['\u00e9', 2],
    ['\u20ac', 3],
    ['\u{1f600}', 4],
  ])('of %j is %i', (text, length) => {
    expect(byteLength(text)).toBe(length);
  });
});

describe('quoteForMessage', () => {
  it.each([
    ['a "b"\n', String.raw`"a \"b\"\n"`],
    ['\u001b[31m\u007f\u009b', String.raw`"\u001b[31m\u007f\u009b"`],
    ['a\u2028b\u202e\u2066', String.raw`"a\u2028b\u202e\u2066"`],
    ['x'.repeat(80), `"${'x'.repeat(80)}"`],
    ['x'.repeat(81), `"${'x'.repeat(80)}…"`],
    [`${'x'.repeat(79)}\u{1f600}`, `"${'x'.repeat(79)}\ufffd…"`],
  ])('shows %j as %s', (text, shown) => {
    expect(quoteForMessage(text)).toBe(shown);
  });

  it('never shows what a terminal obeys, and reads back as the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const shown = quoteForMessage(text);
        expect(shown).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
        expect(JSON.parse(shown)).toBe(text);
      }),
    );
  });
});

describe('withoutTrailingSlashes', () => {
  it.each([
    ['https://a.example/b//', 'https://a.example/b'],
    ['/a', '/a'],
    ['///', ''],
    ['', ''],
    ['a/\n', 'a/\n'],
  ])('%p', (text, without) => {
    expect(withoutTrailingSlashes(text)).toBe(without);
  });
});
