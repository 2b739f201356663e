import fc from 'fast-check';
import { publishableObject } from '../../../test/support/arbitraries';
import { canonicalBytes, canonicalJson, receiptFormSize } from './canonical-json';
import { CanonicalMembers } from './canonical-members';
import { orderedCopy } from './ordered-copy';

describe('CanonicalMembers', () => {
  it('is the canonical form of the object, whatever is put in or left out', () => {
    fc.assert(
      fc.property(publishableObject, publishableObject, fc.string(), (object, changes, name) => {
        const members = CanonicalMembers.of(object);
        expect(members.json()).toBe(canonicalJson(object));
        expect(members.bytes().equals(canonicalBytes(object))).toBe(true);
        expect(members.with(changes).json()).toBe(canonicalJson({ ...object, ...changes }));
        expect(members.json()).toBe(canonicalJson(object));
        const left = Object.fromEntries(Object.entries(object).filter(([own]) => own !== name));
        expect(
          members
            .with({ [name]: 1 })
            .without(name)
            .json(),
        ).toBe(canonicalJson(left));
        expect(members.receiptFormSize()).toBe(receiptFormSize(canonicalBytes(object)));
      }),
    );
  });

  it('measures texts with few and with very many characters that are escaped', () => {
    for (const count of [0, 1, 999, 1000, 1001, 5000]) {
      const object = { a: '<é'.repeat(count), '&': '>'.repeat(count) };
      expect(CanonicalMembers.of(object).receiptFormSize()).toBe(
        Buffer.byteLength(canonicalJson(object)) + (2 * count + 1) * 5,
      );
    }
  });
});

describe('orderedCopy', () => {
  it('copies nothing that is in order, and changes nothing that is not', () => {
    const inOrder = { a: [1, { b: 'x', c: null }], d: {} };
    expect(orderedCopy(inOrder)).toBe(inOrder);
    const part = { x: 1, y: [2] };
    const mixed = { z: { b: 1, a: 2 }, a: part, l: [0, { d: 1, c: 2 }, part] };
    const before = JSON.stringify(mixed);
    const ordered = orderedCopy(mixed) as typeof mixed;
    expect(JSON.stringify(ordered)).toBe(
      '{"a":{"x":1,"y":[2]},"l":[0,{"c":2,"d":1},{"x":1,"y":[2]}],"z":{"a":2,"b":1}}',
    );
    expect(JSON.stringify(mixed)).toBe(before);
    expect([ordered.a, ordered.l[2]]).toEqual([part, part]);
  });

  it('tells its listener of every depth, name and text', () => {
    const heard = { depth: 0, names: [] as string[], texts: [] as string[] };
    orderedCopy(
      { b: ['x', ['y', { a: 'z' }]], a: 'w', c: [] },
      {
        depth: (depth) => (heard.depth = Math.max(heard.depth, depth)),
        name: (name) => heard.names.push(name),
        text: (text, name) => heard.texts.push(`${name}=${text}`),
      },
    );
    expect(heard).toEqual({ depth: 4, names: ['a', 'b', 'c'], texts: ['a=w', 'b=x', 'b=y', 'a=z'] });
  });
});
