import { SIGNATURE_ALGORITHM } from './ed25519';
import type { JsonObject } from './json/json-value';
import type { PackageDigests, Receipt } from './package-record';
import { publisherMembers } from './publisher';

export const LOCK_SCHEMA_VERSION = 'anip-package-lock/v1';

export interface LockSubject extends PackageDigests {
  readonly packageId: string;
  readonly packageVersion: string;
  readonly contractSignature: string;
  readonly schemaVersion: string;
}

export interface LockAuthority {
  /** `<origin>/registry-api/v1`; undefined when the request named no host. */
  readonly registryUrl: string | undefined;
  readonly signingMode: string;
  readonly activeKeyId: string;
}

/** The lock of a version (packages.md section 6): pins its digests and the receipt that proves them. */
export function lockJson(subject: LockSubject, receipt: Receipt, authority: LockAuthority): JsonObject {
  return {
    lock_schema_version: LOCK_SCHEMA_VERSION,
    artifact_type: 'anip_package_lock',
    source_kind: 'registry',
    ...(authority.registryUrl === undefined ? {} : { registry_url: authority.registryUrl }),
    package_id: subject.packageId,
    package_version: subject.packageVersion,
    contract_signature: subject.contractSignature,
    schema_version: subject.schemaVersion,
    definition_digest: subject.definitionDigest,
    manifest_digest: subject.manifestDigest,
    lock_digest: subject.lockDigest,
    package_execution_signature: subject.packageExecutionSignature,
    receipt_signature: receipt.registrySignature,
    receipt_authority: 'remote-registry',
    receipt_key_id: receipt.keyId,
    receipt_algorithm: SIGNATURE_ALGORITHM,
    receipt_issued_at: receipt.issuedAt,
    registry_signing_mode: authority.signingMode,
    registry_active_key_id: authority.activeKeyId,
    ...publisherMembers(receipt),
  };
}
