import type { DataSource } from 'typeorm';
import type { ArtifactKind } from '../core/artifact-id';
import type { LifecycleStatus } from '../core/lifecycle';
import { type PreparedStatement, runStatement } from '../database/prepared-statement';
import type { VersionName } from '../packages/version-name';
import { PUBLISH, STATE_COLUMNS, stateFrom, type StateRow, type VersionState } from '../packages/version-state';

/** A version of a package as it was let through: it is counted only while it still is. */
export interface LetThrough extends VersionName {
  readonly status: LifecycleStatus;
  readonly publish: string;
}

/** The downloads of one version that are counted together. */
export interface Tally<Artifact extends VersionName> {
  readonly artifact: Artifact;
  readonly downloads: number;
}

/** A version of a template after a group of downloads. */
export interface TemplateTotal extends VersionName {
  readonly downloadCount: number;
}

interface TemplateTotalRow {
  readonly template_id: string;
  readonly template_version: string;
  /** bigint: the driver gives text. */
  readonly download_count: string;
}

/**
 * Adds a group of downloads to the totals and to today's row (UTC) in one statement, which commits by itself, and
 * answers the versions as they are now, with their new totals. Versions that do not exist are left out, and so are those
 * that are no longer what they were let through as.
 */
export async function countPackageDownloads(
  dataSource: DataSource,
  tallies: readonly Tally<LetThrough>[],
): Promise<readonly VersionState[]> {
  const rows = await runStatement<readonly StateRow[]>(dataSource, COUNT_PACKAGES, [
    ...namesAndDownloads(tallies),
    tallies.map(({ artifact }) => artifact.status),
    tallies.map(({ artifact }) => artifact.publish),
  ]);
  return rows.map(stateFrom);
}

/** The same for templates, which have no lifecycle. */
export async function countTemplateDownloads(
  dataSource: DataSource,
  tallies: readonly Tally<VersionName>[],
): Promise<readonly TemplateTotal[]> {
  const rows = await runStatement<readonly TemplateTotalRow[]>(dataSource, COUNT_TEMPLATES, namesAndDownloads(tallies));
  return rows.map((row) => ({
    id: row.template_id,
    version: row.template_version,
    downloadCount: Number(row.download_count),
  }));
}

function namesAndDownloads(tallies: readonly Tally<VersionName>[]): readonly unknown[] {
  return [
    tallies.map(({ artifact }) => artifact.id),
    tallies.map(({ artifact }) => artifact.version),
    tallies.map(({ downloads }) => downloads),
  ];
}

/** $1 to $5, an element for each version: ids, versions, downloads, and the statuses and publishes that they were let through as. */
export const COUNT_PACKAGES: PreparedStatement = {
  name: 'count-package-downloads',
  text: countSql(
    'package',
    `SELECT ${STATE_COLUMNS}, sent.downloads
       FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[])
            AS sent (package_id, package_version, downloads, status, publish)
       JOIN registry.package_version_stats s USING (package_id, package_version)
       JOIN registry.package_lifecycle l USING (package_id, package_version)
       JOIN registry.receipts r USING (package_id, package_version)
      WHERE l.status = sent.status AND ${PUBLISH} = sent.publish`,
  ),
};

const COUNT_TEMPLATES: PreparedStatement = {
  name: 'count-template-downloads',
  text: countSql(
    'template',
    `SELECT s.template_id, s.template_version, sent.downloads
       FROM unnest($1::text[], $2::text[], $3::bigint[]) AS sent (template_id, template_version, downloads)
       JOIN registry.template_version_stats s USING (template_id, template_version)`,
  ),
};

/**
 * `counted` selects the versions that are counted, and whatever else of them is answered. Rows are locked in key order
 * first: replicas count the same versions at the same time and must never wait for each other in a circle.
 */
function countSql(kind: ArtifactKind, counted: string): string {
  return `
    WITH locked AS MATERIALIZED (
      ${counted} ORDER BY s.${kind}_id, s.${kind}_version FOR UPDATE OF s
    ), totals AS (
      UPDATE registry.${kind}_version_stats s
         SET download_count = s.download_count + l.downloads
        FROM locked l
       WHERE s.${kind}_id = l.${kind}_id AND s.${kind}_version = l.${kind}_version
      RETURNING s.${kind}_id, s.${kind}_version, s.download_count
    ), daily AS (
      INSERT INTO registry.downloads_daily AS d (artifact_kind, artifact_id, version, day, downloads)
      SELECT '${kind}', ${kind}_id, ${kind}_version, (now() AT TIME ZONE 'UTC')::date, downloads
        FROM locked ORDER BY ${kind}_id, ${kind}_version
      ON CONFLICT (artifact_kind, artifact_id, version, day) DO UPDATE SET downloads = d.downloads + EXCLUDED.downloads
    )
    SELECT locked.*, totals.download_count FROM locked JOIN totals USING (${kind}_id, ${kind}_version)`;
}
