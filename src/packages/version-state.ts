import type { MutableFacts } from '../core/package-record';
import type { PreparedStatement } from '../database/prepared-statement';
import { lifecycleFrom, type LifecycleRow } from './package-rows';
import type { VersionName } from './version-name';

/** What may have changed since a version was last read. */
export interface VersionState extends VersionName, MutableFacts {
  /** Advances with every lifecycle change. */
  readonly lifecycleRevision: number;
  /** Of which publish it is, to be compared with what is kept of one. */
  readonly publish: string;
}

export interface StateRow extends LifecycleRow {
  readonly package_id: string;
  readonly package_version: string;
  /** bigint: the driver gives text. */
  readonly download_count: string;
  readonly publish: string;
}

/**
 * The publish that a version is of: its receipt, and the transaction that wrote it, since a receipt does not cover what
 * is only displayed. Alias r for the receipt.
 */
export const PUBLISH = `(r.receipt_id || ' ' || r.xmin::text)`;

/** Columns of a state, but for the count; aliases s, l and r. */
export const STATE_COLUMNS = `
  s.package_id, s.package_version, ${PUBLISH} AS publish, l.status, l.reason, l.replacement_package_id,
  l.replacement_package_version, l.updated_at, l.updated_by, l.revision`;

/** The states of several versions; those that do not exist are left out. */
export const STATES: PreparedStatement = {
  name: 'states-of-versions',
  text: `SELECT ${STATE_COLUMNS}, s.download_count
           FROM unnest($1::text[], $2::text[]) AS asked (package_id, package_version)
           JOIN registry.package_version_stats s USING (package_id, package_version)
           JOIN registry.package_lifecycle l USING (package_id, package_version)
           JOIN registry.receipts r USING (package_id, package_version)`,
};

export function stateParameters(keys: readonly VersionName[]): readonly unknown[] {
  return [keys.map(({ id }) => id), keys.map(({ version }) => version)];
}

export function stateFrom(row: StateRow): VersionState {
  return {
    id: row.package_id,
    version: row.package_version,
    downloadCount: Number(row.download_count),
    lifecycle: lifecycleFrom(row),
    lifecycleRevision: row.revision,
    publish: row.publish,
  };
}
