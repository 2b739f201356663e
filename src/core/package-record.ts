import { signatureText, SIGNATURE_ALGORITHM } from './ed25519';
import { ObjectWriter } from './json/splice';
import type { JsonObject } from './json/json-value';
import { lifecycleJson, type Lifecycle } from './lifecycle';
import type { SealedPackage } from './package-rules/seal-package';
import type { PackageIdentity } from './package-rules/package-request';
import { publisherMembers, type Publisher } from './publisher';

/** The signed facts that a list item shows of a version. */
export interface PublishedFacts extends PackageIdentity, Publisher {
  readonly publishedAt: string;
  /** Canonical bytes of exactly the lineage that was signed. */
  readonly lineage: Buffer | undefined;
}

/** The small part of a version that changes. */
export interface MutableFacts {
  readonly downloadCount: number;
  readonly lifecycle: Lifecycle;
}

export interface Publication extends PublishedFacts, MutableFacts {}

export interface PackageDigests {
  readonly manifestDigest: string;
  readonly definitionDigest: string;
  readonly lockDigest: string;
  readonly packageExecutionSignature: string;
}

/** What was published of a version: its facts, its digests and the stored bytes that they cover. */
export interface PublishedContent extends PublishedFacts, PackageDigests {
  readonly schemaVersion: string;
  readonly manifest: Buffer;
  readonly serviceDefinition: Buffer;
  readonly recommendedLock: Buffer;
  readonly display: Buffer;
}

export interface PackageRecord extends PublishedContent, MutableFacts {}

/** A record as JSON, but for its mutable members, which stand between the two parts. */
export interface RecordFrame {
  readonly head: Buffer;
  readonly tail: Buffer;
}

export interface Receipt extends Publisher {
  readonly receiptId: string;
  readonly packageId: string;
  readonly packageVersion: string;
  readonly keyId: string;
  readonly registrySignature: string;
  readonly issuedAt: string;
}

/** The record of a version at the moment it was published. */
export function freshRecord(sealed: SealedPackage, lifecycle: Lifecycle): PackageRecord {
  return {
    ...sealed,
    downloadCount: 0,
    lifecycle,
    lineage: sealed.lineage?.bytes,
    manifestDigest: sealed.manifest.digest,
    definitionDigest: sealed.serviceDefinition.digest,
    lockDigest: sealed.recommendedLock.digest,
    manifest: sealed.manifest.bytes,
    serviceDefinition: sealed.serviceDefinition.bytes,
    recommendedLock: sealed.recommendedLock.bytes,
    display: sealed.display.bytes,
  };
}

export function receiptOf(sealed: SealedPackage): Receipt {
  return {
    receiptId: sealed.receipt.receiptId,
    packageId: sealed.packageId,
    packageVersion: sealed.packageVersion,
    keyId: sealed.receipt.keyId,
    registrySignature: signatureText(sealed.receipt.keyId, sealed.receipt.signature),
    publisherId: sealed.publisherId,
    publisherType: sealed.publisherType,
    issuedAt: sealed.publishedAt,
  };
}

/** A publication as JSON bytes (packages.md section 6). A taken-down version's lineage is withheld (design, 16). */
export function publicationBytes(publication: Publication): Buffer {
  const writer = new ObjectWriter().members(identityMembers(publication));
  if (publication.lineage !== undefined && publication.lifecycle.status !== 'takedown') {
    writer.splice('lineage', publication.lineage);
  }
  return writer.members({ published_at: publication.publishedAt, ...mutableMembers(publication) }).toBuffer();
}

/** A package record as JSON bytes, the stored documents spliced in verbatim. */
export function recordBytes(record: PackageRecord): Buffer {
  const { head, tail } = recordFrame(record);
  return Buffer.concat([head, mutableBytes(record), tail]);
}

/** The parts of a record that never change, so that they can be kept and served again. */
export function recordFrame(published: PublishedContent): RecordFrame {
  const head = new ObjectWriter().members(identityMembers(published));
  if (published.lineage !== undefined) head.splice('lineage', published.lineage);
  head.members({
    schema_version: published.schemaVersion,
    manifest_digest: published.manifestDigest,
    definition_digest: published.definitionDigest,
    lock_digest: published.lockDigest,
    package_execution_signature: published.packageExecutionSignature,
    published_at: published.publishedAt,
  });
  const tail = new ObjectWriter()
    .splice('manifest', published.manifest)
    .splice('service_definition', published.serviceDefinition)
    .splice('recommended_lock', published.recommendedLock)
    .spliceMembersOf(published.display);
  return { head: head.toHead(), tail: tail.toTail() };
}

/** The members between the parts of a frame. */
export function mutableBytes(facts: MutableFacts): Buffer {
  return Buffer.from(`,${JSON.stringify(mutableMembers(facts)).slice(1, -1)}`, 'utf8');
}

export function receiptJson(receipt: Receipt): JsonObject {
  return {
    receipt_id: receipt.receiptId,
    package_id: receipt.packageId,
    package_version: receipt.packageVersion,
    registry_signature: receipt.registrySignature,
    signature_algorithm: SIGNATURE_ALGORITHM,
    key_id: receipt.keyId,
    ...publisherMembers(receipt),
    issued_at: receipt.issuedAt,
  };
}

function identityMembers(publication: PublishedFacts): JsonObject {
  return {
    package_id: publication.packageId,
    package_version: publication.packageVersion,
    project_ref: publication.projectRef,
    product_revision_ref: publication.productRevisionRef,
    developer_revision_ref: publication.developerRevisionRef,
    contract_signature: publication.contractSignature,
    ...publisherMembers(publication),
  };
}

function mutableMembers({ downloadCount, lifecycle }: MutableFacts): JsonObject {
  return { download_count: downloadCount, lifecycle: lifecycleJson(lifecycle) };
}
