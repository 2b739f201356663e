import fc from 'fast-check';
import vectors from '../../../test/vectors/canonical-json.json';
import { digestOf } from '../digest';
import { canonicalBytes, canonicalJson, receiptForm, receiptFormSize } from './canonical-json';
import type { JsonValue } from './json-value';
import { parseJsonText } from './parse-json';

describe('canonical JSON against the vectors of the reference', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    if (vector.error === true) {
      expect(() => parseJsonText(vector.input_json)).toThrow(/JSON|range|nests/);
      return;
    }
    const value = parseJsonText(vector.input_json);
    expect(canonicalJson(value)).toBe(vector.canonical);
    expect(receiptForm(value)).toBe(vector.receipt_form);
    expect(digestOf(value)).toBe(vector.digest);
  });
});

describe('canonical JSON', () => {
  const json = fc.jsonValue({ maxDepth: 6, noUnicodeString: false }) as fc.Arbitrary<JsonValue>;

  it('is idempotent: parsing and printing the canonical form gives it back', () => {
    fc.assert(
      fc.property(json, (value) => {
        const once = canonicalJson(value);
        expect(canonicalJson(parseJsonText(once))).toBe(once);
      }),
    );
  });

  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), json), (members) => {
        const reversed = Object.fromEntries(Object.entries(members).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(members));
      }),
    );
  });

  it('sorts members as their UTF-8 bytes', () => {
    const unit = fc.constantFrom('a', '\u007f', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{1f600}', '\u{10ffff}');
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit, maxLength: 3 })), (names) => {
        const written = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
        const sorted = names.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
        expect(written).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(',')}}`);
      }),
    );
  });

  it('measures the receipt form without building it', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(receiptFormSize(canonicalBytes(value))).toBe(Buffer.byteLength(receiptForm(value)));
      }),
    );
  });

  it('refuses what is no JSON value', () => {
    expect(() => canonicalJson({ a: undefined } as unknown as JsonValue)).toThrow(TypeError);
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
    expect(() => canonicalJson(Number.POSITIVE_INFINITY)).toThrow(TypeError);
  });
});
