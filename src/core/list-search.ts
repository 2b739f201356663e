import { digestOf } from './digest';

export const SORT_ORDERS = ['downloads', 'newest', 'name'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/** Values longer than this are not kept for filtering: an index entry has a bounded size. */
export const MAX_FILTER_CHARACTERS = 256;

/** How many items a searched, filtered or sorted list answers when nobody asks for more or fewer. */
export const SEARCH_PAGE_SIZE = 100;

/** The sort order and the filters that a list was asked for; an absent filter lets everything through. */
export interface ListSearch {
  readonly sort?: SortOrder | undefined;
  readonly q?: string | undefined;
  readonly [filter: string]: string | undefined;
}

/**
 * The name of a searched list, to which its cursors are bound: sort order and filters, the latter as a digest, since a
 * cursor is part of a URL. Without filters, by downloads, it is the name of the whole list, whose order is the same.
 */
export function searchedListName(list: string, { sort = 'downloads', ...filters }: ListSearch): string {
  const given = Object.fromEntries(
    Object.entries(filters).filter((filter): filter is [string, string] => filter[1] !== undefined),
  );
  const filtered = Object.keys(given).length === 0 ? '' : ` where ${digestOf(given)}`;
  return `${list} by ${sort}${filtered}`;
}

/** The value as it is kept for exact filters; empty when it is too long to be filtered by. */
export function filterValue(text: string): string {
  return text.length > MAX_FILTER_CHARACTERS || text.includes('\u0000') ? '' : text;
}
