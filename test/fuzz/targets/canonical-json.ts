import fc from 'fast-check';
import { canonicalJson, receiptForm, writeCanonical } from '../../../src/core/json/canonical-json';
import type { JsonValue } from '../../../src/core/json/json-value';
import { parseJsonText } from '../../../src/core/json/parse-json';
import { plainCanonical, type PlainJson } from '../independent-json';
import { demand, pureTarget } from '../target';

const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom(
    '',
    '0',
    '10',
    '9',
    '01',
    '4294967295',
    '__proto__',
    'constructor',
    'toJSON',
    '\u2028',
    '\uffff',
    '\u{10000}',
  ),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(-0, 1e21, 1e-7, 1e20, 123456789012345680000, 5e-324, 2 ** 53, 0.1 + 0.2),
);

const { value } = fc.letrec<{ value: PlainJson }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(fc.constantFrom(null, true, false), number, name),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }).map((members) => new Map(members)),
  ),
}));

/** The value as the Registry has it, its members in the order they were made in. */
function asJson(plain: PlainJson): JsonValue {
  if (Array.isArray(plain)) return plain.map(asJson);
  if (plain instanceof Map) return Object.fromEntries([...plain].map(([member, inner]) => [member, asJson(inner)]));
  return plain;
}

export const canonicalJsonTarget = pureTarget({
  name: 'canonical-json',
  promise:
    'both writers and the receipt form agree with an independent implementation, and parsing gives the text back',
  share: 200_000,
  cases: value,
  check: (plain) => {
    const json = asJson(plain);
    const expected = plainCanonical(plain);
    demand(canonicalJson(json) === expected, 'canonicalJson differs', canonicalJson(json));
    demand(writeCanonical(json) === expected, 'writeCanonical differs', writeCanonical(json));
    demand(receiptForm(json) === plainCanonical(plain, true), 'receiptForm differs', receiptForm(json));
    demand(canonicalJson(parseJsonText(expected)) === expected, 'the canonical form is not parsed back');
  },
});
