import * as fc from 'fast-check';
import { refusalOf } from '../../test/support/refusal';
import { BUSINESS_EFFECTS, checkBusinessEffects } from './business-effects';
import type { JsonValue } from './json/json-value';

const pointerOf = (document: JsonValue): unknown => {
  const error = refusalOf(() => checkBusinessEffects(document, '/manifest'));
  if (error !== undefined) expect(error.code).toBe('BUSINESS_EFFECT_INVALID');
  return error?.details.pointer;
};

describe('checkBusinessEffects', () => {
  it.each<[string, JsonValue]>([
    ['a document without effects', { a: [1, null, { produces: 'anything' }] }],
    ['every effect of the vocabulary', { unsupported_effects: [...BUSINESS_EFFECTS] }],
    ['white space around an effect', { business_effects: { produces: [' data.read\u0085'] } }],
    ['empty lists and further members', { business_effects: { produces: [], does_not_produce: [], note: 1 } }],
    ['the name as a string value', ['business_effects', { x: 'unsupported_effects' }]],
    ['inherited names', { business_effects: { toString: 1 }, constructor: {} }],
  ])('accepts %s', (_, document) => {
    expect(pointerOf(document)).toBeUndefined();
  });

  it.each<[string, JsonValue, string]>([
    ['an unknown effect', { business_effects: { produces: ['data.read', 'x'] } }, '/business_effects/produces/1'],
    ['another case', { unsupported_effects: ['Data.read'] }, '/unsupported_effects/0'],
    ['a blank effect', { unsupported_effects: [' '] }, '/unsupported_effects/0'],
    ['a number', { unsupported_effects: [1] }, '/unsupported_effects/0'],
    ['effects that are null', { business_effects: null }, '/business_effects'],
    ['effects that are an array', { business_effects: [] }, '/business_effects'],
    ['a list that is null', { business_effects: { does_not_produce: null } }, '/business_effects/does_not_produce'],
    ['unsupported effects that are null', { unsupported_effects: null }, '/unsupported_effects'],
    ['an object for a list', { suppress_unsupported_effects: {} }, '/suppress_unsupported_effects'],
    ['a fault in arrays', { 'a/b': [[], [{ unsupported_effects: ['x'] }]] }, '/a~1b/1/0/unsupported_effects/0'],
    [
      'a fault inside of good effects',
      { business_effects: { produces: [], more: { unsupported_effects: 'x' } } },
      '/business_effects/more/unsupported_effects',
    ],
    [
      'the first of several faults in document order',
      { b: { unsupported_effects: ['x'] }, a: { unsupported_effects: ['y'] } },
      '/b/unsupported_effects/0',
    ],
    [
      'a member called __proto__',
      JSON.parse('{"__proto__":{"business_effects":1}}') as JsonValue,
      '/__proto__/business_effects',
    ],
  ])('refuses %s', (_, document, pointer) => {
    expect(pointerOf(document)).toBe(`/manifest${pointer}`);
  });

  it('walks deep and long documents without exhausting the stack', () => {
    let deep: JsonValue = { unsupported_effects: ['x'] };
    for (let depth = 0; depth < 10_000; depth += 1) deep = depth % 2 === 0 ? [deep] : { a: deep };
    expect(pointerOf(deep)).toMatch(/unsupported_effects\/0$/);
    expect(pointerOf([...new Array<JsonValue>(300_000).fill([]), { business_effects: 1 }])).toMatch(/effects$/);
  });

  it('answers any JSON value', () => {
    const name = fc.constantFrom(
      'business_effects',
      'unsupported_effects',
      'produces',
      'a',
      '__proto__',
      'constructor',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        fc.constantFrom<JsonValue[]>(null, 1, 'data.read', 'x'),
        fc.array(tie('any')),
        fc.dictionary(name, tie('any')),
      ),
    })).any;
    fc.assert(
      fc.property(value, (document) => {
        pointerOf(document as JsonValue);
      }),
    );
  });
});
