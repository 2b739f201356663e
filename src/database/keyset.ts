import type { ListPosition } from '../core/list-cursor';

/** A table with the columns `<kind>_id`, `<kind>_version`, `published_at`, `download_count` and the sort index over them. */
export type StatsTable = 'package_version_stats' | 'template_version_stats';

/**
 * How many items of a page bring their blobs along in the page's own statement; the rest are fetched in batches of as
 * many while the answer is written. It bounds memory: a lineage has at most 64 KiB, a template's manifest 128 KiB.
 */
export const BLOBS_PER_STATEMENT = 200;

/**
 * One page of keys in the contract's order: downloads descending, time descending, id ascending, version descending.
 * The directions are mixed, so "after this row" is no single row comparison; written as one OR, Postgres would read and
 * drop everything before it. As four ranges, each with its own limit, a page costs the same wherever it is.
 * Each key has its `position` in the page, from 1. The limit is part of the text, since the
 * right plan depends on it. Parameters: with a position $1 to $4.
 */
export function keysetPageSql(
  table: StatsTable,
  kind: 'package' | 'template',
  limit: number,
  isContinued: boolean,
): string {
  const order = `download_count DESC, published_at DESC, ${kind}_id ASC, ${kind}_version DESC`;
  const range = (condition: string): string =>
    `(SELECT ${kind}_id, ${kind}_version, published_at, download_count FROM registry.${table}
      ${condition} ORDER BY ${order} LIMIT ${limit})`;
  const numbered = (rows: string): string =>
    `(SELECT *, row_number() OVER (ORDER BY ${order}) AS position FROM ${rows} AS rows ORDER BY ${order} LIMIT ${limit})`;
  if (!isContinued) return numbered(range(''));
  const sameCount = 'download_count = $1::bigint';
  const sameTime = `${sameCount} AND published_at = $2::timestamptz`;
  const ranges = [
    range(`WHERE ${sameTime} AND ${kind}_id = $3 AND ${kind}_version < $4`),
    range(`WHERE ${sameTime} AND ${kind}_id > $3`),
    range(`WHERE ${sameCount} AND published_at < $2::timestamptz`),
    range('WHERE download_count < $1::bigint'),
  ];
  return numbered(`(${ranges.join('\nUNION ALL\n')})`);
}

export function keysetParameters(position: ListPosition | undefined): readonly unknown[] {
  return position === undefined ? [] : [position.downloadCount, position.publishedAt, position.id, position.version];
}
