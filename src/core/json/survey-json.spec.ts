import fc from 'fast-check';
import { refusalOf } from '../../../test/support/refusal';
import { parseJson } from './parse-json';
import { MAX_JSON_DEPTH, scanJson, type ScanOptions } from './scan-json';
import { isWithinBounds } from './survey-json';

const isWithin = (text: string, options: ScanOptions = { uniqueRootMembers: true }): boolean =>
  isWithinBounds(Buffer.from(text, 'utf8'), options);

/** Pieces of JSON in any order: most of what they make breaks the grammar somewhere, and some does not. */
const PIECES = [
  ...['{', '}', '[', ']', ',', ':', '"a"', '"a":', '"b":', '"\\u0061":', '"é":', '"{[,"', '"\\\\"', '"\\""', '"', '\\'],
  ...['1', '-0', '1e400', '1E4', '.5', '9'.repeat(309), 'true', 'false', 'null', ' ', '\n', '\t', '\u00a0'],
];
const anyText = fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join(''));
const jsonText = fc.json({ maxDepth: 5 });

describe('isWithinBounds', () => {
  it.each([
    ['{"a":{"a":1},"b":["a",{"b":"a"}]}', true],
    ['{"a":1,"a":2}', false],
    ['{"a" : "a", "a": 2}', false],
    ['{"\\u0061":1,"b":2}', false],
    ['{"\u00e9":1}', false],
    [`{"${'n'.repeat(129)}":1}`, false],
    ['{"a":"\\"","b":"\\\\","c":1}', true],
    ['["a","a"]', true],
    ['[true,false,null,1.5,-0]', true],
    ['["1e400"]', true],
    ['[1e4]', false],
    ['[1.5E4]', false],
    [`[${'9'.repeat(308)}]`, true],
    [`[${'9'.repeat(309)}]`, false],
    [`[1.${'9'.repeat(308)}]`, false],
    ['['.repeat(MAX_JSON_DEPTH) + ']'.repeat(MAX_JSON_DEPTH), true],
    ['['.repeat(MAX_JSON_DEPTH + 1) + ']'.repeat(MAX_JSON_DEPTH + 1), false],
    [`["${'['.repeat(MAX_JSON_DEPTH + 1)}"]`, true],
  ])('%.40s: %s', (text, expected) => {
    expect(isWithin(text)).toBe(expected);
  });

  it('counts at least as many values as there are', () => {
    expect(isWithin('[1,2,{"a":3}]', { uniqueRootMembers: false, maxValues: 5 })).toBe(true);
    expect(isWithin('[1,2,{"a":3}]', { uniqueRootMembers: false, maxValues: 4 })).toBe(false);
    fc.assert(
      fc.property(jsonText, fc.nat(12), (text, maxValues) => {
        const options = { uniqueRootMembers: false, maxValues };
        const isRefused = refusalOf(() => scanJson(text, options)) !== undefined;
        expect(isRefused && isWithin(text, options)).toBe(false);
      }),
    );
  });

  it('is true of no text that the scanner refuses and JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, jsonText), fc.boolean(), (text, uniqueRootMembers) => {
        const options = { uniqueRootMembers };
        const refusal = refusalOf(() => scanJson(text, options));
        const parsed = refusalOf(() => parseJson(Buffer.from(text, 'utf8'), options));
        expect([parsed?.code, parsed?.message, parsed?.details]).toEqual([
          refusal?.code,
          refusal?.message,
          refusal?.details,
        ]);
        expect(refusal !== undefined && refusal.code !== 'JSON_SYNTAX' && isWithin(text, options)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
