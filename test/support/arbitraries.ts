import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../src/core/json/json-value';

// eslint-disable-next-line no-control-regex
const UNSAFE_CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Texts that encoders write differently stand beside arbitrary ones. */
const publishableText = fc
  .oneof(
    fc.constantFrom('<a href="&">', '\u2028\u2029', '\ufffd', '\u{1f600}\ue000', '\\u0041', '"\\/\t\n\r', ' x '),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  .filter((text) => !UNSAFE_CONTROL.test(text));
const memberName = fc
  .oneof(fc.constantFrom('__proto__', 'constructor', 'toString', '1', '\u{10000}', '\uffff'), publishableText)
  .filter((name) => name !== '' && Buffer.byteLength(name) <= 160);
const number = fc.oneof(
  fc.constantFrom(-0, 1e21, 1e-7, 5e-324, 0.1, 2 ** 53),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** JSON that breaks none of the limits of packages.md section 4. */
export const publishableJson: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(null, true, false),
    number,
    publishableText,
    fc.array(tie('value'), { maxLength: 4 }),
    membersOf(tie('value')),
  ),
})).value;

export const publishableObject: fc.Arbitrary<JsonObject> = membersOf(publishableJson);

/** Built so that `__proto__` is a member like any other. */
function membersOf(value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  return fc.array(fc.tuple(memberName, value), { maxLength: 4 }).map((members) => Object.fromEntries(members));
}

/** The same value written with other white space and the members of every object in another order. */
export function writtenOtherwise(value: JsonValue, choose: (below: number) => number): string {
  const blank = (): string => ['', ' ', '\n\t', '\r\n  '][choose(4)] ?? '';
  const write = (part: JsonValue): string => {
    if (Array.isArray(part)) return `[${blank()}${part.map(write).join(`${blank()},${blank()}`)}${blank()}]`;
    if (typeof part === 'object' && part !== null) {
      const members = Object.entries(part).map(([name, element]) => {
        return `${escapedSomewhere(name)}${blank()}:${blank()}${write(element)}`;
      });
      const rotated = choose(members.length + 1);
      const reordered = [...members.slice(rotated), ...members.slice(0, rotated)];
      return `{${blank()}${(choose(2) === 0 ? reordered : reordered.reverse()).join(`${blank()},${blank()}`)}}`;
    }
    if (typeof part === 'string') return escapedSomewhere(part);
    return Object.is(part, -0) ? '-0.0' : JSON.stringify(part);
  };
  const escapedSomewhere = (text: string): string => {
    if (choose(2) === 0) return JSON.stringify(text);
    const units = text.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return `"${units.join('')}"`;
  };
  return `${blank()}${write(value)}${blank()}`;
}
