/** A search text of a person is a few words; every word costs the store one look into an index. */
export const MAX_SEARCH_CHARACTERS = 200;

/** What a search asks for: a version is found when it meets all of it. */
export interface SearchTerms {
  /** Patterns for LIKE, the signs of patterns in them escaped; upper and lower case are for the store to fold. */
  readonly patterns: readonly string[];
  /** Words that an index of signs knows and one of three-letter pieces does not; found anywhere as well. */
  readonly signWords: readonly string[];
  /** A query for `to_tsquery('simple', ...)`; undefined when no word is that short. */
  readonly shortWords: string | undefined;
}

/** An index of three-letter pieces does not know them: they are looked for at the beginning of words instead. */
const SHORT_WORD = /^[A-Za-z0-9]{1,2}$/;
/** What the database's `search_signs` leaves out: letters and digits of ASCII, and signs that stand in most texts. */
const SIGN = /[^A-Za-z0-9./_:,;-]/;
const THREE_LETTERS = /[A-Za-z0-9]{3}/;
const WHITE_SPACE = /[\s\u0085]+/u;

/** The words of a search text; each is found anywhere in the searched texts, except short ones. */
export function searchTerms(text: string): SearchTerms {
  const words = [...new Set(text.split(WHITE_SPACE))].filter((word) => word !== '');
  const shortWords = words.filter((word) => SHORT_WORD.test(word));
  const signWords = words.filter((word) => SIGN.test(word) && !THREE_LETTERS.test(word));
  return {
    patterns: words.filter((word) => !SHORT_WORD.test(word) && !signWords.includes(word)).map(containing),
    signWords,
    shortWords: shortWords.length === 0 ? undefined : shortWords.map((word) => `${word}:*`).join(' & '),
  };
}

function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`;
}
