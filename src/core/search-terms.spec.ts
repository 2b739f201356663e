import fc from 'fast-check';
import { searchTerms } from './search-terms';

describe('search terms', () => {
  it('are the words of a text, each once', () => {
    expect(searchTerms(' city  Library\tcity\u0085lending\u3000 ')).toEqual({
      patterns: ['%city%', '%Library%', '%lending%'],
      signWords: [],
      shortWords: undefined,
    });
    expect(searchTerms(' \n ')).toEqual({ patterns: [], signWords: [], shortWords: undefined });
  });

  it('of one or two letters or digits are looked for at the beginning of words', () => {
    expect(searchTerms('a library v2')).toEqual({ patterns: ['%library%'], signWords: [], shortWords: 'a:* & v2:*' });
  });

  it('of another script are found anywhere, however short', () => {
    expect(searchTerms('図 é 💩')).toEqual({ patterns: [], signWords: ['図', 'é', '💩'], shortWords: undefined });
  });

  it.each([
    ['c++ größe %', ['c++', 'größe', '%']],
    ['a-b x_y v1.2 ::', []],
    ['100% schön book', []],
  ])('in %s are looked up by their signs where no three letters or digits stand together', (text, signWords) => {
    expect(searchTerms(text).signWords).toEqual(signWords);
  });

  it.each([
    ['%abc', '%\\%abc%'],
    ['_', '%\\_%'],
    ['\\abc', '%\\\\abc%'],
    ['a_b%cde', '%a\\_b\\%cde%'],
    [`'";--abc`, `%'";--abc%`],
    ['abc&!b', '%abc&!b%'],
    ['abc:*', '%abc:*%'],
  ])('take %s literally', (text, pattern) => {
    expect(searchTerms(text)).toEqual({ patterns: [pattern], signWords: [], shortWords: undefined });
  });

  it('never let a sign of a pattern or of a text search query through', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from(`ab1%_\\'"&|!:*()<> \t`)) }), (text) => {
        const { patterns, shortWords } = searchTerms(text);
        for (const pattern of patterns) expect(pattern).toMatch(/^%(?:[^\\%_]|\\[\\%_])+%$/);
        expect(shortWords ?? 'a:*').toMatch(/^[a-z0-9]{1,2}:\*(?: & [a-z0-9]{1,2}:\*)*$/);
      }),
    );
  });
});
