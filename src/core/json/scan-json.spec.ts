import { refusalOf } from '../../../test/support/refusal';
import { MAX_JSON_DEPTH, scanJson } from './scan-json';

const scan = (text: string): ReturnType<typeof refusalOf> =>
  refusalOf(() => scanJson(text, { uniqueRootMembers: true }));

describe('scanJson', () => {
  it.each([
    ['null', ' \t\r\n null \n'],
    ['every kind of value', '{"a":[1,-0,0.5,1e5,1E+5,1e-5,"x",true,false,null,{},[]],"":""}'],
    ['every escape', String.raw`["\"\\\/\b\f\n\r\t\u00e9\uD83D"]`],
    ['DEL and line separators in a string', '"\u007f\u2028"'],
    ['repeated members below the root', '{"a":{"b":1,"b":2},"c":[{"d":1,"d":1}]}'],
    ['repeated members in an array at the root', '[{"a":1,"a":2}]'],
    ['the largest double, and what rounds down to it', '[1.7976931348623157e308,1.7976931348623158e308]'],
    ['underflow', '[1e-400,-1e-999999999,0e999999999]'],
    ['a very long number', `[0.${'1'.repeat(5000)},0.${'0'.repeat(5000)}1]`],
  ])('accepts %s', (_, text) => {
    expect(scan(text)).toBeUndefined();
  });

  it.each([
    ['', 0],
    [' \n', 2],
    ['\ufeff{}', 0],
    ['\u00a0{}', 0],
    ['\v1', 0],
    ['nul', 0],
    ['True', 0],
    ['NaN', 0],
    ['Infinity', 0],
    ['undefined', 0],
    ["'a'", 0],
    ['+1', 0],
    ['.5', 0],
    ['01', 1],
    ['-', 0],
    ['-a', 0],
    ['1.', 1],
    ['1.e5', 1],
    ['1e', 1],
    ['1e+', 1],
    ['0x10', 1],
    ['1_000', 1],
    ['1n', 1],
    ['{', 1],
    ['[', 1],
    ['[1', 2],
    ['[1,', 3],
    ['[1,]', 3],
    ['[,1]', 1],
    ['[1 2]', 3],
    ['[1}', 2],
    ['{"a":1]', 6],
    [']', 0],
    ['}', 0],
    ['{"a"}', 4],
    ['{"a" 1}', 5],
    ['{"a":}', 5],
    ['{"a":1,}', 7],
    ['{,}', 1],
    ['{a:1}', 1],
    ['{1:1}', 1],
    ['{"a":1 "b":2}', 7],
    ['{}{}', 2],
    ['{} x', 3],
    ['[]]', 2],
    ['null,', 4],
    ['// c\n1', 0],
    ['[1/**/]', 2],
    ['"a', 2],
    ['"a\\"', 4],
    ['"\\', 1],
    ['"\\x41"', 1],
    ['"\\u12"', 1],
    ['"\\u12g4"', 1],
    ['"\\U0041"', 1],
    ['"\\\'"', 1],
    ['"a\nb"', 2],
    ['"a\tb"', 2],
    ['"\u0000"', 1],
    ['"\u001f"', 1],
  ])('refuses %j at offset %i', (text, offset) => {
    const error = scan(text);
    expect(error?.code).toBe('JSON_SYNTAX');
    expect(error?.message).toContain(`(offset ${offset})`);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });

  it('says in words where a fault is and what was expected', () => {
    expect(scan('{\n  "a": 1,\n  b: 2\n}')?.message).toBe(
      "the body is not valid JSON: 'b' at line 3, column 3 (offset 14), expected a member name",
    );
    expect(scan('[1,\u009b')?.message).toContain('U+009B at line 1, column 4');
    expect(scan('[1')?.message).toContain('the end of the body at line 1, column 3');
  });

  it.each([
    ['arrays', '[', '', ']'],
    ['objects', '{"a":', '1', '}'],
  ])('bounds the nesting of %s at 10,000', (_, open, inner, close) => {
    const nested = (depth: number): string => open.repeat(depth) + inner + close.repeat(depth);
    expect(MAX_JSON_DEPTH).toBe(10_000);
    expect(scan(nested(10_000))).toBeUndefined();
    expect(scan(nested(10_001))).toMatchObject({ code: 'JSON_TOO_DEEP', details: { limit: 10_000 } });
    expect(scan(open.repeat(3_000_000))?.code).toBe('JSON_TOO_DEEP');
    // Beside each other is not inside of each other.
    expect(scan(`[${'[],'.repeat(20_000)}0]`)).toBeUndefined();
  });

  it.each([
    ['[0,1,2]', 4],
    ['{"a":0,"b":{"c":[]}}', 4],
    ['[[],{},"",null]', 5],
    [' 7 ', 1],
  ])('counts the values of %s', (text, values) => {
    const counted = (maxValues: number): ReturnType<typeof refusalOf> =>
      refusalOf(() => scanJson(text, { uniqueRootMembers: true, maxValues }));
    expect(counted(values)).toBeUndefined();
    expect(counted(values - 1)).toMatchObject({ code: 'JSON_TOO_MANY_VALUES', details: { limit: values - 1 } });
  });

  it('says where the first value too many is, and bounds nothing unless it is told to', () => {
    const text = `[${'0,\n'.repeat(250_000)}0]`;
    expect(refusalOf(() => scanJson(text, { uniqueRootMembers: true, maxValues: 250_000 }))?.message).toBe(
      'the body has more than 250000 values at line 250000, column 1 (offset 749998)',
    );
    expect(scan(text)).toBeUndefined();
  });

  it.each([
    '1e309',
    '-1e309',
    '1.7976931348623159e308',
    `1${'0'.repeat(309)}`,
    `-9${'9'.repeat(308)}`,
    '1e99999999999',
  ])('refuses %s, which is no double', (number) => {
    expect(scan(`{"a":[${number}]}`)).toMatchObject({ code: 'JSON_NUMBER_OVERFLOW' });
    expect(scan(`{"a":"${number}"}`)).toBeUndefined();
  });

  it.each([
    ['{"a":1,"a":1}', '/a'],
    ['{"a":1,"b":{},"a":null}', '/a'],
    [String.raw`{"a/b":1,"\u0061\/b":2}`, '/a~1b'],
    ['{"":1,"":2}', '/'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
  ])('refuses the repeated root member of %s', (text, pointer) => {
    expect(scan(text)).toMatchObject({ code: 'JSON_REPEATED_MEMBER', details: { pointer } });
    expect(refusalOf(() => scanJson(text, { uniqueRootMembers: false }))).toBeUndefined();
  });

  it('takes names of another case or normal form for other members', () => {
    expect(scan('{"a":1,"A":2,"\u00e9":3,"e\u0301":4,"constructor":5}')).toBeUndefined();
  });
});
