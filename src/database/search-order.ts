import type { ArtifactKind } from '../core/artifact-id';
import type { ListPosition } from '../core/list-cursor';
import type { SortOrder } from '../core/list-search';
import type { SearchAlias } from './search-tables';
import type { SqlParameters } from './sql-parameters';

export interface SortColumn {
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

export function sortColumns(kind: ArtifactKind, sort: SortOrder): readonly SortColumn[] {
  const alias = baseOf(sort);
  const id = { ...ID, column: `${alias}.${kind}_id` };
  const version = { ...VERSION, column: `${alias}.${kind}_version` };
  const time = { ...TIME, column: `${alias}.published_at` };
  if (sort === 'name') return [id, version];
  if (sort === 'newest') return [time, id, version];
  return [{ ...DOWNLOADS, column: `${alias}.download_count` }, time, id, version];
}

/** "After this row", in an order of mixed directions, is one range for each sort column (see `keysetPageSql`). */
export function rangesAfter(
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
export function baseOf(sort: SortOrder): SearchAlias {
  return sort === 'downloads' ? 's' : 'v';
}

export function orderedBy(columns: readonly SortColumn[]): string {
  return `ORDER BY ${columns.map(({ column, direction }) => `${column} ${direction}`).join(', ')}`;
}

/** Empty ranges are no bounds. */
export function anyOf(ranges: readonly (readonly string[])[]): string {
  return `(${ranges.map((range) => (range.length === 0 ? 'true' : `(${range.join(' AND ')})`)).join(' OR ')})`;
}

/** Names inside the page, the same for both kinds. */
export function nameOf(column: string): string {
  return column.replace(/^\w\.(?:package_|template_)?/, '');
}
