import fc from 'fast-check';
import { canonicalBytes } from './canonical-json';
import type { JsonObject } from './json-value';
import { jsonBytes, ObjectWriter } from './splice';

describe('ObjectWriter', () => {
  it.each<[string, ObjectWriter, string]>([
    ['nothing', new ObjectWriter(), '{}'],
    ['no members', new ObjectWriter().members({}).members({}), '{}'],
    [
      'members of two calls',
      new ObjectWriter().members({ a: 1 }).members({}).members({ b: 'x"' }),
      '{"a":1,"b":"x\\""}',
    ],
    ['stored bytes as they are', new ObjectWriter().splice('a"', Buffer.from('{ "x":1.0 }')), '{"a\\"":{ "x":1.0 }}'],
    ['an empty list', new ObjectWriter().spliceList('items', []), '{"items":[]}'],
    ['a list', new ObjectWriter().spliceList('items', [Buffer.from('1'), Buffer.from('{}')]), '{"items":[1,{}]}'],
    ['members of an empty object', new ObjectWriter().members({ a: 1 }).spliceMembersOf(Buffer.from('{}')), '{"a":1}'],
    [
      'members of a stored object between others',
      new ObjectWriter().members({ a: 1 }).spliceMembersOf(Buffer.from('{"b":-0,"c":{}}')).members({ d: null }),
      '{"a":1,"b":-0,"c":{},"d":null}',
    ],
  ])('writes %s', (_, writer, expected) => {
    expect(writer.toBuffer().toString('utf8')).toBe(expected);
  });

  it('writes the same object as an encoder would', () => {
    const members = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>;
    fc.assert(
      fc.property(members, members, members, (plain, stored, display) => {
        const bytes = new ObjectWriter()
          .members({ plain })
          .splice('stored', canonicalBytes(stored))
          .spliceList('list', [canonicalBytes(stored), jsonBytes(plain)])
          .spliceMembersOf(canonicalBytes({ display }))
          .toBuffer();
        // Plain members are facts of ours, which hold no -0; stored bytes keep it.
        const asWritten = JSON.parse(JSON.stringify(plain)) as JsonObject;
        const expected = { plain: asWritten, stored, list: [stored, asWritten], display };
        expect(JSON.parse(bytes.toString('utf8'))).toEqual(JSON.parse(canonicalBytes(expected).toString('utf8')));
        expect(bytes.includes(canonicalBytes(stored))).toBe(true);
      }),
    );
  });
});
