import { CAPABILITY_ID, INPUT_PATH, NAME, OPERATION, SERVICE_ID, STEP_PATH, TYPE, type NamedPattern } from './patterns';

const TABLE: readonly (readonly [NamedPattern, readonly string[], readonly string[]])[] = [
  [SERVICE_ID, ['a', 'a1_b2-c3'], ['', 'A', '1a', 'a--b', 'a-', 'a_', 'a.b', 'a\n']],
  [CAPABILITY_ID, ['a.b', 'a_1.b_.c'], ['a', 'A.b', 'a.1b', 'a-x.b', 'a..b', 'a.b.', 'a.b\n']],
  [NAME, ['_', 'Q9', 'a_b'], ['', '9q', 'q-1', 'q.x', 'é', 'q\n']],
  [OPERATION, ['_x', 'a.b:c-d_e', 'a'.repeat(128)], ['', 'a b', '1a', 'a/b', 'a'.repeat(129), 'a\n']],
  [
    TYPE,
    ['string', 'list<string>', 'map< string ,\tint >'],
    ['', '1int', '_a', 'string[]', 'list<>', 'list<list<a>>', 'list <a>', 'list<a\u00a0>', 'list<a\v>'],
  ],
  [INPUT_PATH, ['$.input.a', '$.input.a._b'], ['$.input', 'input.a', '$.input.a-b', '$.input.a[0]', ' $.input.a']],
  [
    STEP_PATH,
    ['$.steps.a.output.b', '$.steps.a-1.output.b.c'],
    ['$.steps.a.output', '$.steps.a.result.b', '$.steps.1.output.b', '$.steps.a.output.b\n'],
  ],
];

describe.each(TABLE)('$name', ({ expression }, accepted, refused) => {
  it.each(accepted)('accepts %j', (text) => {
    expect(expression.test(text)).toBe(true);
  });

  it.each(refused)('refuses %j', (text) => {
    expect(expression.test(text)).toBe(false);
  });

  it('answers a long text at once', () => {
    const start = performance.now();
    for (const unit of ['a', ' ', 'a.', 'a,', '<', '.a']) expression.test(`a<${unit.repeat(200_000)}`);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
