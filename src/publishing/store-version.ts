import type { DataSource } from 'typeorm';
import type { DigestedBytes } from '../core/digest';
import { appendAuditEventsSql } from '../database/append-audit-events';
import { type InsertRow, insertRowSql } from '../database/insert-row';
import { runStatement } from '../database/prepared-statement';
import { SqlParameters } from '../database/sql-parameters';
import { retryConflicts } from '../database/transaction';
import { claimSql, lookAlikeRefusal } from './artifact-claim';
import { type SearchEntry, searchRow } from './search-row';

/** Everything that is stored of a version; what names it is in its search entry. */
export interface NewVersion {
  readonly search: SearchEntry;
  /** Its documents, `undefined` for one that this version has not: then the statement is the same for all versions. */
  readonly documents: readonly (DigestedBytes | undefined)[];
  /** The row of `<kind>_versions`, and those that exist because of it; their values go into `parameters`. */
  readonly rows: (parameters: SqlParameters) => VersionRows;
  /** What the audit trail tells of it (`AuditTrail.eventText`). */
  readonly eventText: string;
}

export interface VersionRows {
  readonly version: InsertRow;
  readonly dependents: readonly InsertRow[];
}

/**
 * Stores a version with everything that belongs to it in one statement, which commits by itself: all of it is there or
 * nothing is, and no lock waits for a packet of ours. A version costs one round trip, and the audit trail, for which
 * all publishes wait in turn, is locked only from the last step to the end of the commit.
 *
 * The parts of a WITH see none of each other's rows and run in no order of their own. So each names the part before
 * it: the name, the version, then the rest, and the event when all of that has been done.
 * @throws RegistryError ARTIFACT_ID_TAKEN; the unique violation of `<kind>_versions_pkey` as it is
 */
export async function storeVersion(dataSource: DataSource, version: NewVersion): Promise<void> {
  const { kind, id } = version.search;
  const parameters = new SqlParameters();
  const statement = { name: `publish-${kind}`, text: storeSql(version, parameters) };
  try {
    await retryConflicts(() => runStatement(dataSource, statement, parameters.values));
  } catch (error) {
    throw lookAlikeRefusal(error, kind, id) ?? error;
  }
}

function storeSql({ search, documents, rows, eventText }: NewVersion, parameters: SqlParameters): string {
  const { version, dependents } = rows(parameters);
  const others = [...dependents, searchRow(search, parameters)];
  const parts = [
    ...claimSql(search.kind, search.id, parameters),
    `version AS (${insertRowSql(version, 'claimed')} RETURNING 1)`,
    `documents AS (${documentsSql(documents, parameters)} RETURNING 1)`,
    ...others.map((row) => `${row.table} AS (${insertRowSql(row, 'version')} RETURNING 1)`),
  ];
  const done = ['(SELECT count(*) FROM documents) AS stored', ...others.map(({ table }) => table)];
  return `WITH ${parts.join(', ')} SELECT ${appendAuditEventsSql(parameters.add([eventText]))} FROM ${done.join(', ')}`;
}

/**
 * Content under its digest; what is there already is the same bytes. Sorted, so that two publishes which share content
 * cannot wait for each other. One parameter each, since pg sends bytes as they are, but bytes of an array in hex.
 */
function documentsSql(documents: readonly (DigestedBytes | undefined)[], parameters: SqlParameters): string {
  const sorted = [...documents].sort((left, right) => ((left?.digest ?? '') < (right?.digest ?? '') ? -1 : 1));
  const sent = sorted.map((document) => {
    const places = [parameters.add(document?.digest ?? null), parameters.add(document?.bytes ?? null)];
    return `(${places[0]}::text, ${places[1]}::bytea)`;
  });
  return `INSERT INTO registry.blobs (digest, content)
    SELECT sent.digest, sent.content FROM version, (VALUES ${sent.join(', ')}) AS sent (digest, content)
     WHERE sent.digest IS NOT NULL ON CONFLICT (digest) DO NOTHING`;
}
