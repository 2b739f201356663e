import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isArtifactId, isArtifactVersion } from '../core/artifact-id';
import { RegistryError } from '../core/errors';
import type { Lifecycle, LifecycleStatus } from '../core/lifecycle';
import type { LockSubject } from '../core/lock';
import type { PackageRecord, Publication, Receipt } from '../core/package-record';
import { quoteForMessage } from '../core/text';
import { compareVersions } from '../core/version-order';
import { BLOBS_PER_STATEMENT } from '../database/keyset';
import { ReadDatabase } from '../database/read-database';
import { mapAsync } from '../http/map-async';
import {
  lifecycleFrom,
  PUBLICATION_COLUMNS,
  publicationFrom,
  receiptFrom,
  RECORD_COLUMNS,
  RECORD_TABLES,
  recordFrom,
  type LifecycleRow,
  type PublicationRow,
  type ReceiptRow,
  type RecordRow,
} from './package-rows';
import { type ListRow, withLineages } from './publications';

export interface FoundRecord {
  readonly record: PackageRecord;
  /** Advances with every lifecycle change. */
  readonly lifecycleRevision: number;
}

export interface LockSource {
  readonly subject: LockSubject;
  readonly receipt: Receipt;
  readonly lifecycle: Lifecycle;
}

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
    const rows = await this.primary.query<readonly unknown[]>(
      'SELECT 1 FROM registry.package_versions WHERE package_id = $1 AND package_version = $2',
      [id, version],
    );
    return rows.length > 0;
  }

  async getRecord(id: string, version: string): Promise<FoundRecord> {
    return foundFrom(await this.getRow<RecordRow>(id, version, RECORD_SQL));
  }

  /** With the lifecycle as it is now: for gates and changes. */
  async getCurrentRecord(id: string, version: string): Promise<FoundRecord> {
    return foundFrom(await this.getCurrentRow<RecordRow>(id, version, RECORD_SQL));
  }

  async getReceipt(id: string, version: string): Promise<Receipt> {
    return receiptFrom(
      await this.getRow<ReceiptRow>(
        id,
        version,
        `SELECT receipt_id, package_id, package_version, key_id, registry_signature, publisher_id, publisher_type, issued_at
           FROM registry.receipts WHERE package_id = $1 AND package_version = $2`,
      ),
    );
  }

  /** What a lock is made of, with the lifecycle as it is now; no document is read. */
  async getLockSource(id: string, version: string): Promise<LockSource> {
    type Row = LifecycleRow & ReceiptRow & Omit<RecordRow, keyof PublicationRow> & { contract_signature: string };
    const row = await this.getCurrentRow<Row>(
      id,
      version,
      `SELECT v.package_id, v.package_version, v.contract_signature, v.schema_version, v.manifest_digest,
              v.definition_digest, v.lock_digest, v.package_execution_signature, r.receipt_id, r.key_id,
              r.registry_signature, r.publisher_id, r.publisher_type, r.issued_at, l.status, l.reason,
              l.replacement_package_id, l.replacement_package_version, l.updated_at, l.updated_by, l.revision
         FROM registry.package_versions v
         JOIN registry.receipts r USING (package_id, package_version)
         JOIN registry.package_lifecycle l USING (package_id, package_version)
        WHERE v.package_id = $1 AND v.package_version = $2`,
    );
    return {
      receipt: receiptFrom(row),
      lifecycle: lifecycleFrom(row),
      subject: {
        packageId: row.package_id,
        packageVersion: row.package_version,
        contractSignature: row.contract_signature,
        schemaVersion: row.schema_version,
        manifestDigest: row.manifest_digest,
        definitionDigest: row.definition_digest,
        lockDigest: row.lock_digest,
        packageExecutionSignature: row.package_execution_signature,
      },
    };
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

  private async getRow<Row>(id: string, version: string, sql: string): Promise<Row> {
    return theRow(
      isPossible(id, version) ? await this.reads.lookUp<readonly Row[]>(sql, [id, version]) : [],
      id,
      version,
    );
  }

  private async getCurrentRow<Row>(id: string, version: string, sql: string): Promise<Row> {
    return theRow(
      isPossible(id, version) ? await this.primary.query<readonly Row[]>(sql, [id, version]) : [],
      id,
      version,
    );
  }
}

/** What the grammar refuses cannot be stored; some of it (U+0000) the database would not even take as a parameter. */
function isPossible(id: string, version: string): boolean {
  return isArtifactId(id) && isArtifactVersion(version);
}

function theRow<Row>([row]: readonly Row[], id: string, version: string): Row {
  if (row !== undefined) return row;
  throw notFound(`there is no version ${quoteForMessage(version)} of a package ${quoteForMessage(id)}`);
}

function foundFrom(row: RecordRow): FoundRecord {
  return { record: recordFrom(row), lifecycleRevision: row.revision };
}

function notFound(message: string): RegistryError {
  return new RegistryError('PACKAGE_NOT_FOUND', message);
}
