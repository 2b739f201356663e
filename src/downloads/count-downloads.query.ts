import type { DataSource } from 'typeorm';
import type { ArtifactKind } from '../core/artifact-id';
import { type PreparedStatement, runStatement } from '../database/prepared-statement';

export interface DownloadTally {
  readonly id: string;
  readonly version: string;
  readonly downloads: number;
}

export interface DownloadTotal {
  readonly id: string;
  readonly version: string;
  /** After this group. */
  readonly total: number;
}

/**
 * Adds a group of downloads to the totals and to today's row (UTC) in one statement, which commits by itself. Rows are
 * locked in key order first: replicas count the same versions at the same time and must never wait for each other in a
 * circle. Versions that do not exist are left out of the answer.
 */
export async function countDownloads(
  dataSource: DataSource,
  kind: ArtifactKind,
  tallies: readonly DownloadTally[],
): Promise<readonly DownloadTotal[]> {
  const rows = await runStatement<readonly { id: string; version: string; total: string }[]>(
    dataSource,
    STATEMENTS[kind],
    [
      kind,
      tallies.map(({ id }) => id),
      tallies.map(({ version }) => version),
      tallies.map(({ downloads }) => downloads),
    ],
  );
  return rows.map(({ id, version, total }) => ({ id, version, total: Number(total) }));
}

const STATEMENTS: Readonly<Record<ArtifactKind, PreparedStatement>> = {
  package: { name: 'count-package-downloads', text: countSql('package') },
  template: { name: 'count-template-downloads', text: countSql('template') },
};

function countSql(kind: ArtifactKind): string {
  return `
    WITH tally AS (
      SELECT id, version, downloads
        FROM unnest($2::text[], $3::text[], $4::bigint[]) AS sent (id, version, downloads)
    ), locked AS MATERIALIZED (
      SELECT s.${kind}_id AS id, s.${kind}_version AS version, t.downloads
        FROM tally t
        JOIN registry.${kind}_version_stats s ON t.id = s.${kind}_id AND t.version = s.${kind}_version
       ORDER BY s.${kind}_id, s.${kind}_version
         FOR UPDATE OF s
    ), counted AS (
      UPDATE registry.${kind}_version_stats s
         SET download_count = s.download_count + l.downloads
        FROM locked l
       WHERE s.${kind}_id = l.id AND s.${kind}_version = l.version
      RETURNING l.id, l.version, s.download_count
    ), daily AS (
      INSERT INTO registry.downloads_daily AS d (artifact_kind, artifact_id, version, day, downloads)
      SELECT $1::text, id, version, (now() AT TIME ZONE 'UTC')::date, downloads FROM locked ORDER BY id, version
      ON CONFLICT (artifact_kind, artifact_id, version, day) DO UPDATE SET downloads = d.downloads + EXCLUDED.downloads
    )
    SELECT id, version, download_count AS total FROM counted`;
}
