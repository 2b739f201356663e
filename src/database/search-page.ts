import type { ArtifactKind } from '../core/artifact-id';
import type { ListPosition } from '../core/list-cursor';
import type { SortOrder } from '../core/list-search';
import { anyOf, baseOf, nameOf, orderedBy, rangesAfter, sortColumns } from './search-order';
import {
  aliasesOf,
  keyColumns,
  keyOf,
  type SearchAlias,
  type SearchCondition,
  tableOf,
  tablesOf,
  testsOf,
  whereAll,
} from './search-tables';
import type { SqlParameters } from './sql-parameters';

export interface SearchPage {
  readonly kind: ArtifactKind;
  readonly sort: SortOrder;
  readonly conditions: readonly SearchCondition[];
  readonly position: ListPosition | undefined;
  readonly limit: number;
}

/**
 * The rows at the head of the order that are asked whether the search matches often enough to walk the order; four times
 * as many for each further table, whose filters make matches rarer and collecting them dearer.
 */
const PROBED_ROWS = 64;
const PROBED_PER_TABLE = 4;
/** A walk is given up after WALKED_ROWS and WALKED_PER_ITEM for each item: most walks end long before. */
const WALKED_ROWS = 1000;
const WALKED_PER_ITEM = 5;

/**
 * One page of keys (`id`, `version`, and their `position` from 1) that meet all conditions. Which way is shorter
 * depends on how many versions match and where in the order they are, of which Postgres has but an estimate, and a
 * wrong one costs a hundred times the right one. So the statement finds out: a match among the first rows of the order
 * (`likely`) is a reason to walk it, for a bounded number of rows (`walked`); where that does not fill the page, all
 * matches are collected by the indexes of the conditions and sorted (`matches`). OFFSET 0 keeps the walk a walk.
 */
export function searchPageSql(page: SearchPage, parameters: SqlParameters): string {
  const { kind, conditions, position } = page;
  const base = baseOf(page.sort);
  const columns = sortColumns(kind, page.sort);
  const ranges = position === undefined ? [[]] : rangesAfter(position, columns, parameters);
  const limit = String(page.limit);
  const order = columns.map(({ column, direction }) => `${nameOf(column)} ${direction}`).join(', ');
  const selected = columns.map(({ column }) => `${column} AS ${nameOf(column)}`).join(', ');
  const head = (rows: string, selection = '*'): string =>
    ranges
      .map(
        (range) =>
          `(SELECT ${selection} FROM ${tableOf(kind, base)} ${whereAll(range)} ${orderedBy(columns)} LIMIT ${rows})`,
      )
      .join('\nUNION ALL\n');
  const numbered = (rows: string): string => `
    SELECT id, version, row_number() OVER (ORDER BY ${order}) AS position
      FROM (${rows}) AS found ORDER BY ${order} LIMIT ${limit}`;

  if (conditions.length === 0) return `(${numbered(head(limit, selected))})`;
  const first = (rows: number): string =>
    ranges.length === 1
      ? head(String(rows))
      : `(SELECT * FROM (${head(String(rows))}) AS ${base} ${orderedBy(columns)} LIMIT ${rows})`;
  const walk = (rows: number, selection: string, gate: readonly string[], until: string): string => `
    SELECT ${selection} FROM ${first(rows)} AS ${base}
    ${rowOf(kind, base, conditions)} ${whereAll([...gate, ...ownTests(base, conditions)])}
    ${until}`;
  const isShort = `(SELECT count(*) FROM walked) < ${limit}`;
  const aliases = aliasesOf(conditions);
  const probed = PROBED_ROWS * PROBED_PER_TABLE ** (aliases.length - 1);
  return `(WITH likely AS MATERIALIZED (${walk(probed, '1', [], 'LIMIT 1')}),
    walked AS MATERIALIZED (${walk(
      WALKED_ROWS + WALKED_PER_ITEM * page.limit,
      selected,
      ['EXISTS (SELECT FROM likely)'],
      `${orderedBy(columns)} LIMIT ${limit}`,
    )}),
    matches (id, version) AS MATERIALIZED (
      SELECT ${keyColumns(kind, aliases[0])} FROM ${tablesOf(kind, aliases)}
       ${whereAll([isShort, ...testsOf(kind, conditions)])})
    ${numbered(`SELECT * FROM walked WHERE NOT ${isShort}
      UNION ALL
      (SELECT ${selected} FROM ${page.sort === 'name' ? matchesByName(kind) : matchesIn(kind, base)}
        WHERE ${anyOf(ranges)} ${orderedBy(columns)} LIMIT ${limit})`)})`;
}

/** With the columns of their order. */
function matchesIn(kind: ArtifactKind, base: SearchAlias): string {
  return `matches m JOIN ${tableOf(kind, base)} ON ${keyOf(kind, base)} = (m.id, m.version)`;
}

/** Sorted first, so that only versions of the page are looked up. They have to be: a search row may be left of one that was lost. */
function matchesByName(kind: ArtifactKind): string {
  return `(SELECT id AS ${kind}_id, version AS ${kind}_version FROM matches ORDER BY id, version DESC OFFSET 0) AS v
      CROSS JOIN LATERAL (SELECT FROM registry.${kind}_versions t
        WHERE (t.${kind}_id, t.${kind}_version) = (v.${kind}_id, v.${kind}_version) OFFSET 0) AS present`;
}

/** The other tables' rows of a version on the walk, if they meet their conditions. */
function rowOf(kind: ArtifactKind, base: SearchAlias, conditions: readonly SearchCondition[]): string {
  const others = conditions.filter(({ alias }) => alias !== base);
  if (others.length === 0) return '';
  const aliases = aliasesOf(others);
  const keys = aliases.map((alias) => `${keyOf(kind, alias)} = ${keyOf(kind, base)}`);
  const tables = aliases.map((alias) => tableOf(kind, alias)).join(', ');
  return `CROSS JOIN LATERAL
      (SELECT 1 FROM ${tables} ${whereAll([...keys, ...testsOf(kind, others)])} OFFSET 0) AS met`;
}

function ownTests(base: SearchAlias, conditions: readonly SearchCondition[]): readonly string[] {
  return conditions.filter(({ alias }) => alias === base).map(({ sql }) => sql);
}
