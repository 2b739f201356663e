import { MAX_FILTER_CHARACTERS, SORT_ORDERS, type SortOrder } from '../core/list-search';
import { MAX_SEARCH_CHARACTERS } from '../core/search-terms';
import { isBlank } from '../core/text';
import { ListQuery } from './list-query';
import { QueryParameter } from './query-parameter';

/** A value that is compared exactly, white space included. */
export function FilterText(): PropertyDecorator {
  return QueryParameter(({ comparedText }) => comparedText(MAX_FILTER_CHARACTERS, (text) => text === ''));
}

export function OneOf(values: readonly string[]): PropertyDecorator {
  return QueryParameter(({ oneOf }) => oneOf(values));
}

/** What all searchable lists take besides their own filters. */
export class SearchQuery extends ListQuery {
  @QueryParameter(({ comparedText }) => comparedText(MAX_SEARCH_CHARACTERS, isBlank))
  q?: string;

  @OneOf(SORT_ORDERS)
  sort?: SortOrder;
}

/**
 * The sort order and filters of a request; undefined when there are none, which means the whole list in the contract's
 * order. A query is an instance of its class, so every member has passed its rules.
 */
export function searchOf<Query extends SearchQuery>(query: Query): Omit<Query, keyof ListQuery> | undefined {
  const search: Partial<Query> = Object.assign({}, query, { limit: undefined, cursor: undefined });
  return Object.values(search).some((value) => value !== undefined)
    ? (search as Omit<Query, keyof ListQuery>)
    : undefined;
}
