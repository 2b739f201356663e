import type { PackageSearch } from '../../src/packages/package-search.query';
import { ABSENT_WORD, COMMON_WORD, LATE_WORD, RARE_WORD } from './vocabulary';

export const SEARCH_LIMIT = 20;

/** The searches of the report, all for pages of twenty. */
export const SEARCHES = {
  'rare word': { q: RARE_WORD },
  'absent word': { q: ABSENT_WORD },
  'common word': { q: COMMON_WORD },
  'common word, by name': { q: COMMON_WORD, sort: 'name' },
  'common word, deprecated': { q: COMMON_WORD, lifecycle: 'deprecated' },
  'common word, one publisher': { q: COMMON_WORD, publisher: 'publisher-7' },
  'two words': { q: 'payroll invoices' },
  'two letters': { q: 're' },
  'one CJK sign': { q: '図' },
  'one CJK sign, absent': { q: '鬱' },
  'percent sign': { q: '%' },
  'late word, by name': { q: LATE_WORD, sort: 'name' },
  'late word, by downloads': { q: LATE_WORD },
  'domain late by name': { domain: LATE_WORD, sort: 'name' },
  capability: { capability: 'library.orders.search' },
  publisher: { publisher: 'publisher-7' },
} as const satisfies Readonly<Record<string, PackageSearch>>;
