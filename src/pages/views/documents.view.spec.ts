import { documentViews, prettyJson } from './documents.view';

describe('documentViews', () => {
  it('prints short documents and points to the API for long ones', () => {
    const [short, long] = documentViews([
      { name: 'short', value: { a: 1 } },
      { name: 'long', value: { text: 'x'.repeat(210_000) } },
      { name: 'empty', value: {} },
    ]);
    expect(short).toEqual({ name: 'short', about: '1 member, 12 B as printed', text: '{\n  "a": 1\n}' });
    expect(long).toMatchObject({ name: 'long', text: undefined });
  });

  it('counts the quotation marks as the view writes them, and all documents together', () => {
    const quotes = { text: '"'.repeat(50_000) };
    expect(documentViews([{ name: 'quotes', value: quotes }])[0]?.text).toBeUndefined();
    const half = { text: 'x'.repeat(150_000) };
    const printed = documentViews([
      { name: 'one', value: half },
      { name: 'two', value: half },
    ]);
    expect(printed.map(({ text }) => text === undefined)).toEqual([false, true]);
  });
});

describe('prettyJson', () => {
  it('is still the same JSON when marks that act are made visible', () => {
    const value = { '\u202e': ['\u0085\u2028', 'ä'] };
    const text = prettyJson(value);
    expect(text).toContain('\\u202e');
    expect(text).not.toMatch(/[\u202e\u0085\u2028]/);
    expect(JSON.parse(text)).toEqual(value);
  });
});
