import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isArtifactId } from '../core/artifact-id';
import { RegistryError } from '../core/errors';
import type { LifecycleStatus } from '../core/lifecycle';
import type { PackageRecord, Publication } from '../core/package-record';
import { quoteForMessage } from '../core/text';
import { compareVersions } from '../core/version-order';
import { BLOBS_PER_STATEMENT } from '../database/keyset';
import { type PreparedStatement, runStatement } from '../database/prepared-statement';
import { ReadDatabase } from '../database/read-database';
import { mapAsync } from '../http/map-async';
import {
  lifecycleFrom,
  PUBLICATION_COLUMNS,
  publicationFrom,
  RECORD_COLUMNS,
  RECORD_TABLES,
  recordFrom,
  type RecordRow,
} from './package-rows';
import { type ListRow, withLineages } from './publications';
import { isPossibleVersion, versionNotFound } from './version-name';

export interface FoundRecord {
  readonly record: PackageRecord;
  /** Advances with every lifecycle change. */
  readonly lifecycleRevision: number;
}

const EXISTS: PreparedStatement = {
  name: 'package-exists',
  text: 'SELECT 1 FROM registry.package_versions WHERE package_id = $1 AND package_version = $2',
};

const RECORD_SQL = `
  SELECT ${RECORD_COLUMNS} FROM ${RECORD_TABLES} WHERE v.package_id = $1 AND v.package_version = $2`;

/** All versions of a package, the highest first. */
export interface PackageVersions {
  readonly versions: readonly { readonly version: string; readonly status: LifecycleStatus }[];
  readonly items: AsyncIterable<Publication>;
}

/**
 * Reading packages: one statement a request. Every getter throws PACKAGE_NOT_FOUND for what is not there. What is
 * shown may come from a read replica; what decides comes from the primary.
 */
@Injectable()
export class PackagesService {
  constructor(
    @InjectDataSource() private readonly primary: DataSource,
    private readonly reads: ReadDatabase,
  ) {}

  async exists(id: string, version: string): Promise<boolean> {
    const rows = await runStatement(this.primary, EXISTS, [id, version]);
    return rows.length > 0;
  }

  /** With the lifecycle as it is now: for gates and changes. */
  async getCurrentRecord(id: string, version: string): Promise<FoundRecord> {
    const rows = isPossibleVersion({ id, version })
      ? await this.primary.query<readonly RecordRow[]>(RECORD_SQL, [id, version])
      : [];
    const [row] = rows;
    if (row === undefined) throw versionNotFound({ id, version });
    return { record: recordFrom(row), lifecycleRevision: row.revision };
  }

  /** Every version of a package, the highest first; their lineages, which may be large, as they are read. */
  async getVersions(id: string): Promise<PackageVersions> {
    const rows = isArtifactId(id)
      ? await this.reads.lookUp<readonly ListRow[]>(
          `SELECT ${PUBLICATION_COLUMNS}, v.lineage_digest
             FROM (SELECT *, row_number() OVER () AS position
                     FROM registry.package_versions WHERE package_id = $1) AS v
             JOIN registry.package_version_stats s USING (package_id, package_version)
             JOIN registry.package_lifecycle l USING (package_id, package_version)
             LEFT JOIN registry.blobs g ON g.digest = v.lineage_digest AND v.position <= ${BLOBS_PER_STATEMENT}`,
          [id],
        )
      : [];
    if (rows.length === 0) throw notFound(`there is no package ${quoteForMessage(id)}`);
    const sorted = rows.toSorted((a, b) => compareVersions(b.package_version, a.package_version));
    return {
      versions: sorted.map((row) => ({ version: row.package_version, status: lifecycleFrom(row).status })),
      items: mapAsync(withLineages(this.reads, sorted), publicationFrom),
    };
  }
}

function notFound(message: string): RegistryError {
  return new RegistryError('PACKAGE_NOT_FOUND', message);
}
