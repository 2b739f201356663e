import type { StoredDocument } from '../core/audit/audit-document';
import type { StoredLifecycle } from '../core/audit/audit-lifecycle';
import type { StoredPackage } from '../core/audit/audit-package';
import type { StoredReceipt } from '../core/audit/audit-receipt';

/** The statements of one batch of package versions; $1 and $2 are the keys' columns. */
const KEYS = 'unnest($1::text[], $2::text[]) AS k (id, version)';
const of = (table: string): string =>
  `registry.${table} t JOIN ${KEYS} ON t.package_id = k.id AND t.package_version = k.version`;

export const PACKAGE_BATCH = {
  versions: `SELECT k.id, k.version, t.* FROM ${of('package_versions')}`,
  receipts: `SELECT k.id, k.version, t.* FROM ${of('receipts')}`,
  lifecycles: `SELECT k.id, k.version, t.* FROM ${of('package_lifecycle')}`,
  history: `SELECT k.id, k.version, t.* FROM ${of('package_lifecycle_history')}`,
  stats: `SELECT k.id, k.version, t.* FROM ${of('package_version_stats')}`,
} as const;

export interface VersionKeyRow {
  readonly id: string;
  readonly version: string;
}

export interface PackageVersionRow extends VersionKeyRow {
  readonly package_id: string;
  readonly package_version: string;
  readonly contract_signature: string;
  readonly schema_version: string;
  readonly manifest_digest: string;
  readonly definition_digest: string;
  readonly lock_digest: string;
  readonly lineage_digest: string | null;
  readonly display_digest: string;
  readonly package_execution_signature: string;
  readonly publisher_id: string;
  readonly publisher_type: string;
  readonly published_at: Date;
}

export interface ReceiptRow extends VersionKeyRow {
  readonly receipt_id: string;
  readonly payload_digest: string;
  readonly key_id: string;
  readonly signature: Buffer;
  readonly registry_signature: string;
  readonly publisher_id: string;
  readonly publisher_type: string;
  readonly issued_at: Date;
}

export type LifecycleRow = VersionKeyRow & StoredLifecycle;

export interface StatsRow extends VersionKeyRow {
  readonly published_at: Date;
  readonly download_count: string;
}

type Blobs = ReadonlyMap<string, Buffer>;

export function digestsOf(row: PackageVersionRow): readonly string[] {
  const lineage = row.lineage_digest === null ? [] : [row.lineage_digest];
  return [row.manifest_digest, row.definition_digest, row.lock_digest, row.display_digest, ...lineage];
}

export function storedPackage(row: PackageVersionRow, blobs: Blobs): StoredPackage {
  const document = (name: string, digest: string): StoredDocument => ({ name, digest, content: blobs.get(digest) });
  return {
    row: {
      packageId: row.package_id,
      packageVersion: row.package_version,
      contractSignature: row.contract_signature,
      schemaVersion: row.schema_version,
      manifestDigest: row.manifest_digest,
      definitionDigest: row.definition_digest,
      lockDigest: row.lock_digest,
      packageExecutionSignature: row.package_execution_signature,
      publisherId: row.publisher_id,
      publisherType: row.publisher_type,
    },
    manifest: document('manifest', row.manifest_digest),
    serviceDefinition: document('service_definition', row.definition_digest),
    recommendedLock: document('recommended_lock', row.lock_digest),
    lineage: row.lineage_digest === null ? undefined : document('lineage', row.lineage_digest),
    display: document('display', row.display_digest),
  };
}

export function storedReceipt(row: ReceiptRow, blobs: Blobs): StoredReceipt {
  return {
    receiptId: row.receipt_id,
    payload: { name: 'receipt payload', digest: row.payload_digest, content: blobs.get(row.payload_digest) },
    keyId: row.key_id,
    signature: row.signature,
    registrySignature: row.registry_signature,
    publisherId: row.publisher_id,
    publisherType: row.publisher_type,
    issuedAt: row.issued_at,
  };
}
