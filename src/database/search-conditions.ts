import { searchTerms } from '../core/search-terms';
import type { SearchCondition } from './search-tables';
import type { SqlParameters } from './sql-parameters';

/** Conditions on the search row of a version that hold for packages and templates alike. */
export function textConditions(q: string | undefined, parameters: SqlParameters): readonly SearchCondition[] {
  if (q === undefined) return [];
  const { signWords } = searchTerms(q);
  return [
    ...wordTests(q, 'a.search_text', 'a.document', parameters),
    // Follows from the words, and has an index.
    ...(signWords.length === 0
      ? []
      : [
          `registry.search_signs(a.search_text) @> registry.search_signs(lower(${parameters.add(signWords.join(' '))}))`,
        ]),
  ].map((sql) => ({ alias: 'a', sql }));
}

/** The text is found in the id alone: `column` holds it. */
export function idCondition(q: string, column: string, parameters: SqlParameters): string {
  const words = `to_tsvector('simple', translate(${column}, './_:-', '     '))`;
  return wordTests(q, `lower(${column})`, words, parameters).join(' AND ');
}

/** The text is kept in lower case; folding what is looked for here keeps both to the same rules. */
function wordTests(q: string, text: string, document: string, parameters: SqlParameters): readonly string[] {
  const { patterns, signWords, shortWords } = searchTerms(q);
  return [
    ...patterns.map((pattern) => `${text} LIKE lower(${parameters.add(pattern)})`),
    // LIKE would lead the planner to the index of three-letter pieces, which has to be read as a whole for these.
    ...signWords.map((word) => `strpos(${text}, lower(${parameters.add(word)})) > 0`),
    ...(shortWords === undefined ? [] : [`${document} @@ to_tsquery('simple', ${parameters.add(shortWords)})`]),
  ];
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

/** The index is of versions that have a domain; a plan for any value has to be told that this one is not empty. */
export function domainCondition(domain: string | undefined, parameters: SqlParameters): readonly SearchCondition[] {
  return domain === undefined ? [] : [{ alias: 'a', sql: `a.domain = ${parameters.add(domain)} AND a.domain <> ''` }];
}
