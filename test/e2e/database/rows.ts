import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';

/** Straight into the tables, with real digests and plain values for all else. */
export const KEY_ID = 'test-key';
export const DIGEST_OF_NOTHING = `sha256:${'0'.repeat(64)}`;

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

export async function insertBlob(tx: EntityManager, text: string): Promise<string> {
  await tx.query('INSERT INTO registry.blobs (digest, content) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    digestOf(text),
    Buffer.from(text),
  ]);
  return digestOf(text);
}

export async function insertSigningKey(tx: EntityManager): Promise<void> {
  await tx.query(
    'INSERT INTO registry.signing_keys (key_id, public_key) VALUES ($1, $2) ON CONFLICT (key_id) DO NOTHING',
    [KEY_ID, Buffer.alloc(32, 7)],
  );
}

export async function insertArtifact(tx: EntityManager, kind: string, id: string): Promise<void> {
  await tx.query('INSERT INTO registry.artifacts (artifact_kind, artifact_id) VALUES ($1, $2)', [kind, id]);
}

export async function insertPackageVersion(tx: EntityManager, id: string, version = '1.0.0'): Promise<void> {
  const digest = await insertBlob(tx, '{"readme":""}');
  await tx.query(
    `INSERT INTO registry.package_versions (package_id, package_version, project_ref, product_revision_ref,
       developer_revision_ref, contract_signature, schema_version, manifest_digest, definition_digest, lock_digest,
       display_digest, package_execution_signature, publisher_id, publisher_type, published_at)
     VALUES ($1, $2, 'p', 'r', 'd', 'c', 'anip-service-definition/v1', $3, $3, $3, $3, $4, 'local', 'local', now())`,
    [id, version, digest, DIGEST_OF_NOTHING],
  );
}

export async function insertReceipt(tx: EntityManager, id: string, version = '1.0.0'): Promise<void> {
  await insertSigningKey(tx);
  await tx.query(
    `INSERT INTO registry.receipts (package_id, package_version, receipt_id, payload_digest, key_id, signature,
       publisher_id, publisher_type, issued_at) VALUES ($1, $2, $3, $4, $5, $6, 'local', 'local', now())`,
    [id, version, digestOf(`${id}@${version}`), await insertBlob(tx, '{}'), KEY_ID, Buffer.alloc(64, 9)],
  );
}

export async function insertLifecycle(tx: EntityManager, id: string, version = '1.0.0'): Promise<void> {
  await tx.query('INSERT INTO registry.package_lifecycle (package_id, package_version) VALUES ($1, $2)', [id, version]);
}

export async function insertPackageStats(tx: EntityManager, id: string, version = '1.0.0'): Promise<void> {
  await tx.query(
    `INSERT INTO registry.package_version_stats (package_id, package_version, published_at) VALUES ($1, $2, now())`,
    [id, version],
  );
}

/** A whole package version, as a publish leaves it. */
export async function insertWholePackage(tx: EntityManager, id: string): Promise<void> {
  await insertArtifact(tx, 'package', id);
  await insertPackageVersion(tx, id);
  await insertReceipt(tx, id);
  await insertLifecycle(tx, id);
  await insertPackageStats(tx, id);
}

export async function insertTemplateVersion(tx: EntityManager, id: string): Promise<void> {
  await insertArtifact(tx, 'template', id);
  await tx.query(
    `INSERT INTO registry.template_versions (template_id, template_version, template_kind, project_type,
       anip_spec_version, manifest_digest, template_digest, package_digest, publisher_id, publisher_type, published_at)
     VALUES ($1, '1.0.0', 'starter', 'service', 'anip/0.24', $2, $2, $2, 'local', 'local', now())`,
    [id, await insertBlob(tx, '{}')],
  );
}

export async function insertTemplateStats(tx: EntityManager, id: string): Promise<void> {
  await tx.query(
    `INSERT INTO registry.template_version_stats (template_id, template_version, published_at)
     VALUES ($1, '1.0.0', now())`,
    [id],
  );
}
