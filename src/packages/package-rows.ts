import { isLifecycleStatus, type Lifecycle } from '../core/lifecycle';
import type { PackageRecord, Publication, Receipt } from '../core/package-record';
import { wireTimestamp } from '../core/timestamp';

/** Columns of a publication, for every statement that reads one; aliases v, s, l and the lineage's blob g. */
export const PUBLICATION_COLUMNS = `
  v.package_id, v.package_version, v.project_ref, v.product_revision_ref, v.developer_revision_ref,
  v.contract_signature, v.publisher_id, v.publisher_type, v.published_at, s.download_count,
  l.status, l.reason, l.replacement_package_id, l.replacement_package_version, l.updated_at, l.updated_by, l.revision,
  g.content AS lineage`;

/** The tables behind them: every join is by primary key. */
export const PUBLICATION_TABLES = `
  registry.package_versions v
  JOIN registry.package_version_stats s USING (package_id, package_version)
  JOIN registry.package_lifecycle l USING (package_id, package_version)
  LEFT JOIN registry.blobs g ON g.digest = v.lineage_digest`;

/** Columns of a record; aliases m, d, k and y for the blobs of its documents. */
export const RECORD_COLUMNS = `
  ${PUBLICATION_COLUMNS}, v.schema_version, v.manifest_digest, v.definition_digest, v.lock_digest,
  v.package_execution_signature, m.content AS manifest, d.content AS service_definition, k.content AS recommended_lock,
  y.content AS display`;

export const RECORD_TABLES = `
  ${PUBLICATION_TABLES}
  JOIN registry.blobs m ON m.digest = v.manifest_digest
  JOIN registry.blobs d ON d.digest = v.definition_digest
  JOIN registry.blobs k ON k.digest = v.lock_digest
  JOIN registry.blobs y ON y.digest = v.display_digest`;

export interface LifecycleRow {
  readonly status: string;
  readonly reason: string;
  readonly replacement_package_id: string | null;
  readonly replacement_package_version: string | null;
  readonly updated_at: Date | null;
  readonly updated_by: string | null;
  readonly revision: number;
}

export interface PublicationRow extends LifecycleRow {
  readonly package_id: string;
  readonly package_version: string;
  readonly project_ref: string;
  readonly product_revision_ref: string;
  readonly developer_revision_ref: string;
  readonly contract_signature: string;
  readonly publisher_id: string;
  readonly publisher_type: string;
  readonly published_at: Date;
  /** bigint: the driver gives text. */
  readonly download_count: string;
  readonly lineage: Buffer | null;
}

export interface RecordRow extends PublicationRow {
  readonly schema_version: string;
  readonly manifest_digest: string;
  readonly definition_digest: string;
  readonly lock_digest: string;
  readonly package_execution_signature: string;
  readonly manifest: Buffer;
  readonly service_definition: Buffer;
  readonly recommended_lock: Buffer;
  readonly display: Buffer;
}

export interface ReceiptRow {
  readonly receipt_id: string;
  readonly package_id: string;
  readonly package_version: string;
  readonly key_id: string;
  readonly registry_signature: string;
  readonly publisher_id: string;
  readonly publisher_type: string;
  readonly issued_at: Date;
}

export function lifecycleFrom(row: LifecycleRow): Lifecycle {
  if (!isLifecycleStatus(row.status)) throw new Error(`unknown lifecycle status in the store: ${row.status}`);
  return {
    status: row.status,
    reason: row.reason,
    replacement:
      row.replacement_package_id === null || row.replacement_package_version === null
        ? undefined
        : { packageId: row.replacement_package_id, packageVersion: row.replacement_package_version },
    updatedAt: row.updated_at === null ? undefined : wireTimestamp(row.updated_at),
    updatedBy: row.updated_by ?? undefined,
  };
}

export function publicationFrom(row: PublicationRow): Publication {
  return {
    packageId: row.package_id,
    packageVersion: row.package_version,
    projectRef: row.project_ref,
    productRevisionRef: row.product_revision_ref,
    developerRevisionRef: row.developer_revision_ref,
    contractSignature: row.contract_signature,
    publisherId: row.publisher_id,
    publisherType: row.publisher_type,
    publishedAt: wireTimestamp(row.published_at),
    downloadCount: Number(row.download_count),
    lifecycle: lifecycleFrom(row),
    lineage: row.lineage ?? undefined,
  };
}

export function recordFrom(row: RecordRow): PackageRecord {
  return {
    ...publicationFrom(row),
    schemaVersion: row.schema_version,
    manifestDigest: row.manifest_digest,
    definitionDigest: row.definition_digest,
    lockDigest: row.lock_digest,
    packageExecutionSignature: row.package_execution_signature,
    manifest: row.manifest,
    serviceDefinition: row.service_definition,
    recommendedLock: row.recommended_lock,
    display: row.display,
  };
}

export function receiptFrom(row: ReceiptRow): Receipt {
  return {
    receiptId: row.receipt_id,
    packageId: row.package_id,
    packageVersion: row.package_version,
    keyId: row.key_id,
    registrySignature: row.registry_signature,
    publisherId: row.publisher_id,
    publisherType: row.publisher_type,
    issuedAt: wireTimestamp(row.issued_at),
  };
}
