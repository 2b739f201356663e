import { SORT_ORDERS, type ListSearch, type SortOrder } from '../../core/list-search';
import { words } from './shown-text';

const SORT_TEXTS: Readonly<Record<SortOrder, string>> = {
  downloads: 'Most downloaded',
  newest: 'Newest',
  name: 'Name',
};

const ORDER_TEXTS: Readonly<Record<SortOrder, string>> = {
  downloads: 'most downloaded first',
  newest: 'newest first',
  name: 'by name',
};

export interface FilterField {
  readonly name: string;
  readonly label: string;
  /** The only values that there are; a field to type in when absent. */
  readonly options?: readonly string[];
}

export interface SearchFormInput {
  readonly path: string;
  readonly search: ListSearch;
  readonly fields: readonly FilterField[];
}

/** The form above a list: its address is the search, so a result can be sent to somebody. */
export function searchFormView({ path, search, fields }: SearchFormInput): object {
  const sort = search.sort ?? 'downloads';
  return {
    action: path,
    q: search.q ?? '',
    sorts: SORT_ORDERS.map((value) => ({ value, text: SORT_TEXTS[value], isChosen: value === sort })),
    filters: fields.map(({ name, label, options }) => ({
      name,
      label,
      value: search[name] ?? '',
      options: options?.map((value) => ({ value, text: words(value), isChosen: value === search[name] })),
    })),
    isFiltered: fields.some(({ name }) => search[name] !== undefined),
  };
}

export interface ListPageInput {
  readonly path: string;
  readonly search: ListSearch;
  readonly limit: number | undefined;
  readonly cursor: string | undefined;
  readonly nextCursor: string | undefined;
  /** The download counts of this page, in its order. */
  readonly downloads: readonly number[];
}

/** Links to other pages of the same search, and what follows the count of this one: its order. */
export function pagerView({ path, search, limit, cursor, nextCursor, downloads }: ListPageInput): object {
  const isPart = nextCursor !== undefined || cursor !== undefined;
  const size = limit === undefined ? {} : { limit: String(limit) };
  return {
    next: nextCursor === undefined ? undefined : searchHref('', { ...search, ...size, cursor: nextCursor }),
    first: cursor === undefined ? undefined : searchHref(path, { ...search, ...size }),
    isPart,
    order: `${isPart ? ' on this page' : ''}, ${ORDER_TEXTS[search.sort ?? 'downloads']}`,
    tieNote: search.sort === undefined || search.sort === 'downloads' ? tieNote(downloads) : '',
  };
}

/** What decides where counts do not: without it, a list of equal counts seems to have no order. */
function tieNote(downloads: readonly number[]): string {
  if (!downloads.some((count, index) => index > 0 && count === downloads[index - 1])) return '';
  const isUnused = downloads.every((count) => count === 0);
  return isUnused ? 'None of them was downloaded yet: the newest stand first.' : 'Of equal counts, the newest stand first.';
}

/** The address of a search; parameters that were not given are left out. */
export function searchHref(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const query = new URLSearchParams(given).toString();
  return query === '' ? path : `${path}?${query}`;
}

/** Whether anything but the order was asked for: an empty answer then says nothing about the Registry. */
export function isNarrowed(search: ListSearch): boolean {
  return Object.entries(search).some(([name, value]) => name !== 'sort' && value !== undefined);
}
