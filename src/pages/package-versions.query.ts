import { Injectable } from '@nestjs/common';
import { isArtifactId } from '../core/artifact-id';
import { RegistryError } from '../core/errors';
import type { Lifecycle } from '../core/lifecycle';
import { quoteForMessage } from '../core/text';
import { wireTimestamp } from '../core/timestamp';
import { compareVersions } from '../core/version-order';
import { ReadDatabase } from '../database/read-database';
import { lifecycleFrom, type LifecycleRow } from '../packages/package-rows';

/** One version as the page of its package lists it. */
export interface VersionRow {
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly publisherId: string;
  readonly publisherType: string;
  readonly publishedAt: string;
  readonly downloadCount: number;
  readonly lifecycle: Lifecycle;
}

interface Row extends LifecycleRow {
  readonly package_version: string;
  readonly title: string | null;
  readonly summary: string | null;
  readonly publisher_id: string;
  readonly publisher_type: string;
  readonly published_at: Date;
  readonly download_count: string;
}

/** The versions of a package without any of their documents; names are those that the search index keeps. */
@Injectable()
export class PackageVersionsQuery {
  constructor(private readonly reads: ReadDatabase) {}

  /** The highest version first. @throws RegistryError PACKAGE_NOT_FOUND */
  async get(id: string): Promise<readonly VersionRow[]> {
    const rows = isArtifactId(id)
      ? await this.reads.lookUp<readonly Row[]>(
          `SELECT v.package_version, a.title, a.summary, v.publisher_id, v.publisher_type, v.published_at,
                  s.download_count, l.status, l.reason, l.replacement_package_id, l.replacement_package_version,
                  l.updated_at, l.updated_by, l.revision
             FROM registry.package_versions v
             JOIN registry.package_version_stats s USING (package_id, package_version)
             JOIN registry.package_lifecycle l USING (package_id, package_version)
             LEFT JOIN registry.artifact_search a
               ON a.artifact_kind = 'package' AND a.artifact_id = v.package_id AND a.version = v.package_version
            WHERE v.package_id = $1`,
          [id],
        )
      : [];
    if (rows.length === 0) throw new RegistryError('PACKAGE_NOT_FOUND', `there is no package ${quoteForMessage(id)}`);
    return rows.map(versionFrom).sort((a, b) => compareVersions(b.version, a.version));
  }
}

function versionFrom(row: Row): VersionRow {
  return {
    version: row.package_version,
    title: row.title ?? '',
    summary: row.summary ?? '',
    publisherId: row.publisher_id,
    publisherType: row.publisher_type,
    publishedAt: wireTimestamp(row.published_at),
    downloadCount: Number(row.download_count),
    lifecycle: lifecycleFrom(row),
  };
}
