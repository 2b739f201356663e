import type { ArtifactKind } from '../core/artifact-id';
import type { ListPosition } from '../core/list-cursor';
import type { SortOrder } from '../core/list-search';
import type { SqlParameters } from './sql-parameters';

/** v: the versions, s: their counts, a: their search row, l: their lifecycle (packages only). */
export type SearchAlias = 'v' | 's' | 'a' | 'l';

/** A part of the WHERE clause, and the table that it asks. */
export interface SearchCondition {
  readonly alias: SearchAlias;
  readonly sql: string;
}

export interface SearchPage {
  readonly kind: ArtifactKind;
  readonly sort: SortOrder;
  readonly conditions: readonly SearchCondition[];
  readonly position: ListPosition | undefined;
  readonly limit: number;
}

interface SortColumn {
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  readonly type: string;
  readonly value: (position: ListPosition) => unknown;
}

const DOWNLOADS: Omit<SortColumn, 'column'> = {
  direction: 'DESC',
  type: 'bigint',
  value: ({ downloadCount }) => downloadCount,
};
const TIME: Omit<SortColumn, 'column'> = {
  direction: 'DESC',
  type: 'timestamptz',
  value: ({ publishedAt }) => publishedAt,
};
const ID: Omit<SortColumn, 'column'> = { direction: 'ASC', type: 'text', value: ({ id }) => id };
const VERSION: Omit<SortColumn, 'column'> = { direction: 'DESC', type: 'text', value: ({ version }) => version };

/**
 * Up to this many matches are collected and sorted; with more, the index of the sort order is walked until the page is
 * full. With a hundred thousand versions, either way looks at a few thousand rows: of these, the walk finds a page of a
 * hundred after 100 / (2,000 / 100,000) = 5,000 rows, unless what matches lies at the far end of the order.
 */
export const FEW_MATCHES = 2000;

/**
 * One page of keys (`id`, `version`, and their `position` from 1) that meet all conditions. Which way is shorter
 * depends on how many versions match, of which Postgres has but an estimate, and a wrong one costs a hundred times the
 * right one: so the matches are counted first, up to the bound, and OFFSET 0 keeps the joins what they are written as.
 */
export function searchPageSql(page: SearchPage, parameters: SqlParameters): string {
  const { kind, conditions, position } = page;
  const base = baseOf(page.sort);
  const columns = sortColumns(page);
  const ranges = position === undefined ? [[]] : rangesAfter(position, columns, parameters);
  const limit = parameters.add(page.limit);
  const order = columns.map(({ column, direction }) => `${nameOf(column)} ${direction}`).join(', ');
  const selected = columns.map(({ column }) => `${column} AS ${nameOf(column)}`).join(', ');
  const select = (tables: string, where: readonly string[]): string => `
    (SELECT ${selected} FROM ${tables} ${whereAll(where)} ORDER BY ${order} LIMIT ${limit})`;
  const keys = (rows: readonly string[]): string => `
    SELECT id, version, row_number() OVER (ORDER BY ${order}) AS position
      FROM (${rows.join('\nUNION ALL')}) AS found ORDER BY ${order} LIMIT ${limit}`;

  if (conditions.length === 0) {
    return `(${keys(ranges.map((range) => select(tableOf(kind, base), range)))})`;
  }
  const few = select(
    `matches m CROSS JOIN LATERAL
      (SELECT * FROM ${tableOf(kind, base)} WHERE ${keyOf(kind, base)} = (m.id, m.version) OFFSET 0) AS ${base}`,
    [`(SELECT count(*) FROM matches) <= ${FEW_MATCHES}`, anyOf(ranges)],
  );
  const own = conditions.filter(({ alias }) => alias === base);
  const others = conditions.filter(({ alias }) => alias !== base);
  const many = ranges.map((range) =>
    select(`${tableOf(kind, base)}${others.length === 0 ? '' : ` CROSS JOIN LATERAL ${rowOf(kind, base, others)}`}`, [
      `(SELECT count(*) FROM matches) > ${FEW_MATCHES}`,
      ...testsOf(kind, own),
      ...range,
    ]),
  );
  return `(WITH matches (id, version) AS MATERIALIZED (
      SELECT ${keyColumns(kind, aliasesOf(conditions)[0])} FROM ${tablesOf(kind, aliasesOf(conditions))}
       ${whereAll(testsOf(kind, conditions))} LIMIT ${FEW_MATCHES + 1})
    ${keys([few, ...many])})`;
}

/** The other tables' rows of a version on the walk, if they meet their conditions. */
function rowOf(kind: ArtifactKind, base: SearchAlias, conditions: readonly SearchCondition[]): string {
  const aliases = aliasesOf(conditions);
  const keys = aliases.map((alias) => `${keyOf(kind, alias)} = ${keyOf(kind, base)}`);
  const tables = aliases.map((alias) => tableOf(kind, alias)).join(', ');
  return `(SELECT 1 FROM ${tables} ${whereAll([...keys, ...testsOf(kind, conditions)])} OFFSET 0) AS met`;
}

function sortColumns({ kind, sort }: SearchPage): readonly SortColumn[] {
  const alias = baseOf(sort);
  const id = { ...ID, column: `${alias}.${kind}_id` };
  const version = { ...VERSION, column: `${alias}.${kind}_version` };
  const time = { ...TIME, column: `${alias}.published_at` };
  if (sort === 'name') return [id, version];
  if (sort === 'newest') return [time, id, version];
  return [{ ...DOWNLOADS, column: `${alias}.download_count` }, time, id, version];
}

/** "After this row", in an order of mixed directions, is one range for each sort column (see `keysetPageSql`). */
function rangesAfter(
  position: ListPosition,
  columns: readonly SortColumn[],
  parameters: SqlParameters,
): readonly (readonly string[])[] {
  const bounded = columns.map(({ column, direction, type, value }) => {
    const place = `${parameters.add(value(position))}::${type}`;
    return { same: `${column} = ${place}`, after: `${column} ${direction === 'ASC' ? '>' : '<'} ${place}` };
  });
  return bounded.map(({ after }, index) => [...bounded.slice(0, index).map(({ same }) => same), after]).reverse();
}

/** The table with the index of the sort order. */
function baseOf(sort: SortOrder): SearchAlias {
  return sort === 'downloads' ? 's' : 'v';
}

function aliasesOf(conditions: readonly SearchCondition[]): readonly SearchAlias[] {
  return [...new Set(conditions.map(({ alias }) => alias))];
}

function testsOf(kind: ArtifactKind, conditions: readonly SearchCondition[]): readonly string[] {
  const isKind = conditions.some(({ alias }) => alias === 'a') ? [`a.artifact_kind = '${kind}'`] : [];
  return [...isKind, ...conditions.map(({ sql }) => sql)];
}

/** The tables of these names, a row of each for a version. */
function tablesOf(kind: ArtifactKind, aliases: readonly SearchAlias[]): string {
  return aliases
    .map((alias, index) =>
      index === 0
        ? tableOf(kind, alias)
        : `JOIN ${tableOf(kind, alias)} ON ${keyOf(kind, alias)} = ${keyOf(kind, aliases[0])}`,
    )
    .join('\n      ');
}

function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

/** Empty ranges are no bounds. */
function anyOf(ranges: readonly (readonly string[])[]): string {
  return `(${ranges.map((range) => (range.length === 0 ? 'true' : `(${range.join(' AND ')})`)).join(' OR ')})`;
}

function tableOf(kind: ArtifactKind, alias: SearchAlias): string {
  const tables: Record<SearchAlias, string> = {
    v: `registry.${kind}_versions`,
    s: `registry.${kind}_version_stats`,
    a: 'registry.artifact_search',
    l: 'registry.package_lifecycle',
  };
  return `${tables[alias]} ${alias}`;
}

function keyOf(kind: ArtifactKind, alias: SearchAlias | undefined): string {
  return `(${keyColumns(kind, alias)})`;
}

function keyColumns(kind: ArtifactKind, alias: SearchAlias = 'v'): string {
  return alias === 'a' ? 'a.artifact_id, a.version' : `${alias}.${kind}_id, ${alias}.${kind}_version`;
}

/** Names inside the page, the same for both kinds. */
function nameOf(column: string): string {
  return column.replace(/^\w\.(?:package_|template_)?/, '');
}
