import { refusalOf } from '../../../test/support/refusal';
import { checkOneOf, checkSafeText, field, nonEmptyPartOf, partsOf, textsOf, type Part } from './fields';

const part = (value: Part['value']): Part => ({ value, at: '/x', code: 'CAPABILITY_INVALID' });

describe('field', () => {
  it('is the trimmed text of an own member', () => {
    expect(field({ a: '\u0085 b\u3000' }, 'a')).toBe('b');
    expect(field({ a: 5 }, 'a')).toBe('');
    expect(field({}, 'constructor')).toBe('');
    expect(field(null, 'a')).toBe('');
  });
});

describe('the readers of parts', () => {
  it('name what they found and what is allowed', () => {
    expect(refusalOf(() => partsOf(part({ a: [{}, null] }), 'a'))?.message).toBe('/x/a/1 is null; allowed: an object');
    expect(refusalOf(() => partsOf(part({}), 'a'))?.message).toBe('/x/a is missing; allowed: an array');
    expect(refusalOf(() => nonEmptyPartOf(part({ a: {} }), 'a'))?.details.pointer).toBe('/x/a');
    expect(refusalOf(() => textsOf(part({ 'a/b': ['x', ' '] }), 'a/b'))?.details.pointer).toBe('/x/a~1b/1');
  });

  it('trim the texts of a list', () => {
    expect(textsOf(part({ a: [' x ', 'y'] }), 'a')).toEqual(['x', 'y']);
  });

  it('shorten what a message lists', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `s${index}`);
    const error = refusalOf(() => checkOneOf('TOPOLOGY_INVALID', 'x', ids, '/x'));
    expect(error?.message).toMatch(/s19, and 980 more$/);
    expect(error?.details.allowed).toHaveLength(21);
  });
});

describe('checkSafeText', () => {
  it.each(['', 'a\tb\nc\rd', '\u0085\u2028', 'é'.repeat(4096)])('accepts %j', (text) => {
    expect(refusalOf(() => checkSafeText(part({ a: text }), 'a'))).toBeUndefined();
  });

  it.each(['a\u0000', 'a\u000bb', '\u007f', 'é'.repeat(4097)])('refuses %j', (text) => {
    expect(refusalOf(() => checkSafeText(part({ a: text }), 'a'))?.details.pointer).toBe('/x/a');
  });
});
