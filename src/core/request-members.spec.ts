import { refusalOf } from '../../test/support/refusal';
import type { JsonValue } from './json/json-value';
import { RequestMembers } from './request-members';

const EVERY_TYPE: readonly (readonly [type: string, value: JsonValue])[] = [
  ['a string', ''],
  ['a number', 0],
  ['a boolean', false],
  ['an array', []],
  ['an object', {}],
];
const reading = (value: JsonValue): RequestMembers => RequestMembers.of({ x: value });

describe('RequestMembers', () => {
  it.each([
    ['string', 'a string', (members: RequestMembers) => members.string('x')],
    ['object', 'an object', (members: RequestMembers) => members.object('x')],
    ['objects', 'an array', (members: RequestMembers) => members.objects('x')],
  ] as const)('%s takes its own type only', (_, own, read) => {
    for (const [type, value] of EVERY_TYPE) {
      const error = refusalOf(() => read(reading(value)));
      if (type === own) expect(error).toBeUndefined();
      else expect(error).toMatchObject({ code: 'MEMBER_TYPE_INVALID', details: { pointer: '/x', actual: type } });
    }
  });

  it.each<[string, JsonValue]>([
    ['absent', {}],
    ['null', { x: null }],
    ['another case', { X: 'value' }],
    ['inherited', Object.create({ x: 'value' }) as JsonValue],
  ])('reads %s as absent', (_, body) => {
    const members = RequestMembers.of(body);
    expect([members.string('x'), members.object('x'), members.objects('x')]).toEqual(['', undefined, []]);
  });

  it('never finds what objects inherit', () => {
    const members = RequestMembers.of({});
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(members.string(name)).toBe('');
      expect(members.object(name)).toBeUndefined();
    }
  });

  it('reads a member called __proto__', () => {
    expect(RequestMembers.of(JSON.parse('{"__proto__":"x"}') as JsonValue).string('__proto__')).toBe('x');
  });

  it('reads a null element as an empty object, and points to one of another type', () => {
    expect(
      reading([null, { y: 'z' }])
        .objects('x')
        .map((one) => one.string('y')),
    ).toEqual(['', 'z']);
    for (const [type, value] of EVERY_TYPE.filter(([name]) => name !== 'an object')) {
      const error = refusalOf(() => reading([{}, value]).objects('x'));
      expect(error).toMatchObject({ code: 'MEMBER_TYPE_INVALID', details: { pointer: '/x/1', actual: type } });
    }
    expect(
      refusalOf(() =>
        reading([{ y: 1 }])
          .objects('x')[0]
          ?.string('y'),
      )?.details.pointer,
    ).toBe('/x/0/y');
  });

  it.each(EVERY_TYPE.filter(([type]) => type !== 'an object'))('refuses a body that is %s', (actual, body) => {
    const error = refusalOf(() => RequestMembers.of(body));
    expect(error).toMatchObject({ code: 'MEMBER_TYPE_INVALID', details: { pointer: '', actual } });
    expect(error?.message).toBe(`the request body must be an object, not ${actual}`);
  });

  it('refuses a body that is null', () => {
    expect(refusalOf(() => RequestMembers.of(null))?.details.actual).toBe('null');
  });
});
