import fc from 'fast-check';
import vectors from '../../../test/vectors/canonical-json.json';
import { digestOf } from '../digest';
import { canonicalBytes, canonicalJson, receiptForm, receiptFormSize, writeCanonical } from './canonical-json';
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
    expect(writeCanonical(value)).toBe(vector.canonical);
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

  it('is the same whether or not it can be printed natively', () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 4 }),
      fc.constantFrom('0', '10', '9', '01', '4294967295', '__proto__', 'constructor', '\u2028', '\uffff', '\u{10000}'),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 5, withCrossShrink: true }, tie('leaf'), tie('list'), tie('object')),
      leaf: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(-0, null, true), name),
      list: fc.array(tie('tree'), { maxLength: 4 }),
      object: fc
        .array(fc.tuple(name, tie('tree')), { maxLength: 5 })
        .map((members) =>
          parseJsonText(`{${members.map(([key, of]) => `${JSON.stringify(key)}:${JSON.stringify(of)}`).join()}}`),
        ),
    }));
    fc.assert(
      fc.property(tree as fc.Arbitrary<JsonValue>, (value) => {
        expect(canonicalJson(value)).toBe(writeCanonical(value));
      }),
      { numRuns: 500 },
    );
  });

  it('is printed at any depth', () => {
    for (const depth of [499, 500, 501, 9_999]) {
      const text = `${'['.repeat(depth)}-0${']'.repeat(depth)}`;
      expect(canonicalJson(parseJsonText(text))).toBe(text);
      expect(canonicalJson(parseJsonText(text.replace('-0', '1')))).toBe(text.replace('-0', '1'));
    }
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
