import type { ArtifactKind } from '../core/artifact-id';
import type { DailySum } from '../core/audit/audit-counters';
import { BATCH_LIMIT, batchOf, type Key, type Report } from './audit-step';
import { keyColumns, RowsByVersion } from './rows';
import type { Read } from './snapshot';

/** What the two kinds of versions have in common: how they are walked, and the rows that both have beside them. */
export async function versionKeysAfter(
  read: Read,
  kind: ArtifactKind,
  digestColumns: readonly string[],
  position: Key | undefined,
): Promise<readonly Key[]> {
  const [id = '', version = ''] = position ?? [];
  const rows = await read<{ id: string; version: string; size_bytes: string }>(
    `SELECT k.id, k.version,
            (SELECT coalesce(sum(octet_length(b.content)), 0) FROM registry.blobs b
              WHERE b.digest IN (${digestColumns.map((column) => `k.${column}`).join(', ')})) AS size_bytes
       FROM (SELECT ${kind}_id AS id, ${kind}_version AS version, ${digestColumns.join(', ')}
               FROM registry.${kind}_versions WHERE (${kind}_id, ${kind}_version) > ($1, $2)
              ORDER BY ${kind}_id, ${kind}_version LIMIT ${BATCH_LIMIT}) AS k
      ORDER BY k.id, k.version`,
    [id, version],
  );
  const known = new Map(rows.map((row) => [JSON.stringify([row.id, row.version]), row]));
  return batchOf([...known.values()].map((row) => ({ key: [row.id, row.version], sizeBytes: Number(row.size_bytes) })));
}

export async function readBlobs(read: Read, digests: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const rows = await read<{ digest: string; content: Buffer }>(
    'SELECT digest, content FROM registry.blobs WHERE digest = ANY($1::text[])',
    [[...new Set(digests)]],
  );
  return new Map(rows.map(({ digest, content }) => [digest, content]));
}

/** The rows of a version beside its own: its name, its place in the search, its downloads by day. */
export interface Neighbours {
  readonly artifacts: ReadonlySet<string>;
  readonly search: RowsByVersion<{ readonly id: string; readonly version: string }>;
  dailySum(key: Key): DailySum;
}

export async function readNeighbours(read: Read, kind: ArtifactKind, keys: readonly Key[]): Promise<Neighbours> {
  const columns = keyColumns(keys);
  const artifacts = await read<{ artifact_id: string }>(
    'SELECT artifact_id FROM registry.artifacts WHERE artifact_kind = $1 AND artifact_id = ANY($2::text[])',
    [kind, [...new Set(columns[0])]],
  );
  const search = await read<{ id: string; version: string }>(
    `SELECT k.id, k.version FROM registry.artifact_search t
       JOIN unnest($1::text[], $2::text[]) AS k (id, version) ON t.artifact_id = k.id AND t.version = k.version
      WHERE t.artifact_kind = $3`,
    [...columns, kind],
  );
  const sums = new RowsByVersion(
    await read<{ id: string; version: string; total: string; faulty: number }>(
      `SELECT k.id, k.version, sum(t.downloads) AS total, (count(*) FILTER (WHERE t.downloads < 1))::integer AS faulty
         FROM registry.downloads_daily t
         JOIN unnest($1::text[], $2::text[]) AS k (id, version) ON t.artifact_id = k.id AND t.version = k.version
        WHERE t.artifact_kind = $3 GROUP BY k.id, k.version`,
      [...columns, kind],
    ),
  );
  return {
    artifacts: new Set(artifacts.map(({ artifact_id }) => artifact_id)),
    search: new RowsByVersion(search),
    dailySum: (key) => {
      const [sum] = sums.of(key);
      return { total: BigInt(sum?.total ?? 0), faultyDays: sum?.faulty ?? 0 };
    },
  };
}

/** Every version has its name in `artifacts` and, for the convenience of readers, a row in the search. */
export function judgeNeighbours(key: Key, kind: ArtifactKind, neighbours: Neighbours, report: Report): void {
  const [artifact = '', version] = key;
  if (!neighbours.artifacts.has(artifact)) {
    report({ class: 'ROW_MISSING', artifact, version, table: 'artifacts', detail: `the ${kind} id has no row` });
  }
  if (neighbours.search.of(key).length === 0) {
    report({
      class: 'SEARCH_ROW_MISSING',
      artifact,
      version,
      table: 'artifact_search',
      detail: 'the search does not find this version; the row can be made again from its documents',
    });
  }
}

/** The one row that a version has in a table; none or several are damage of their own. */
export function onlyRow<Row>(rows: readonly Row[], key: Key, table: string, report: Report): Row | undefined {
  const [artifact, version] = key;
  const [row] = rows;
  if (row === undefined) {
    report({ class: 'ROW_MISSING', artifact, version, table, detail: 'the version has no row here' });
  } else if (rows.length > 1) {
    report({ class: 'ROW_DUPLICATED', artifact, version, table, detail: `the version has ${rows.length} rows here` });
  }
  return row;
}
