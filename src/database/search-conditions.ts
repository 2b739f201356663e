import { searchTerms } from '../core/search-terms';
import type { SearchCondition } from './search-page';
import type { SqlParameters } from './sql-parameters';

/** Conditions on the search row of a version that hold for packages and templates alike. */
export function textConditions(q: string | undefined, parameters: SqlParameters): readonly SearchCondition[] {
  if (q === undefined) return [];
  const { patterns, shortWords } = searchTerms(q);
  return [
    // The text is kept in lower case; folding the pattern here keeps both to the same rules.
    ...patterns.map((pattern) => `a.search_text LIKE lower(${parameters.add(pattern)})`),
    ...(shortWords === undefined ? [] : [`a.document @@ to_tsquery('simple', ${parameters.add(shortWords)})`]),
  ].map((sql) => ({ alias: 'a', sql }));
}

/** The text is found in the id alone: `column` holds it. */
export function idCondition(q: string, column: string, parameters: SqlParameters): string {
  const { patterns, shortWords } = searchTerms(q);
  const words = `to_tsvector('simple', translate(${column}, './_:-', '     '))`;
  return [
    ...patterns.map((pattern) => `lower(${column}) LIKE lower(${parameters.add(pattern)})`),
    ...(shortWords === undefined ? [] : [`${words} @@ to_tsquery('simple', ${parameters.add(shortWords)})`]),
  ].join(' AND ');
}

/** One of the search row's keywords is exactly this value. */
export function keywordCondition(keyword: string | undefined, parameters: SqlParameters): readonly SearchCondition[] {
  return keyword === undefined ? [] : [{ alias: 'a', sql: `a.keywords @> ARRAY[${parameters.add(keyword)}::text]` }];
}

/** The column, such as `v.publisher_id`, has exactly this value. */
export function equalCondition(
  column: `${SearchCondition['alias']}.${string}`,
  value: string | undefined,
  parameters: SqlParameters,
): readonly SearchCondition[] {
  if (value === undefined) return [];
  return [{ alias: column.slice(0, 1) as SearchCondition['alias'], sql: `${column} = ${parameters.add(value)}` }];
}
