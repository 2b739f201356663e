import {
  isEmptyObject,
  isObject,
  listOf,
  member,
  objectOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from '../json/json-value';
import type { ImplementationMaterial } from '../package-rules/package-request';
import { isBlank } from '../text';
import type { ResolvedPackage, StatedKey, StatedReceipt } from './resolved-package';

/** What a record or a receipt says of whose version it is. */
function readNameAndPublisher(
  source: JsonObject,
): Pick<ResolvedPackage, 'packageId' | 'packageVersion' | 'publisherId' | 'publisherType'> {
  return {
    packageId: text(source, 'package_id'),
    packageVersion: text(source, 'package_version'),
    publisherId: text(source, 'publisher_id'),
    publisherType: text(source, 'publisher_type'),
  };
}

/** The members of a record that name it, as a Registry answers them and a bundle repeats them. */
export function readHead(
  record: JsonObject,
): ReturnType<typeof readNameAndPublisher> & Pick<ResolvedPackage, 'contractSignature' | 'schemaVersion'> {
  return {
    ...readNameAndPublisher(record),
    contractSignature: text(record, 'contract_signature'),
    schemaVersion: text(record, 'schema_version'),
  };
}

export const NO_RECEIPT: StatedReceipt = readReceipt({});

export function readReceipt(receipt: JsonObject): StatedReceipt {
  return {
    ...readNameAndPublisher(receipt),
    receiptId: text(receipt, 'receipt_id'),
    signature: text(receipt, 'registry_signature'),
    algorithm: text(receipt, 'signature_algorithm'),
    keyId: text(receipt, 'key_id'),
    issuedAt: text(receipt, 'issued_at'),
    authority: text(receipt, 'authority'),
  };
}

/** The items of `/keys`, or a bundle's `registry_keys`. */
export function readKeys(items: JsonValue | undefined): readonly StatedKey[] {
  return listOf(items).map((item) => ({
    keyId: text(item, 'key_id'),
    algorithm: text(item, 'algorithm'),
    publicKey: decodeBase64(text(item, 'public_key')) ?? new Uint8Array(),
  }));
}

/** Standard padded base64 in its only form; undefined otherwise. */
export function decodeBase64(base64: string): Uint8Array | undefined {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : undefined;
}

/** As the record lists them, which is how they were signed: not read out of the manifest again. */
export function readMaterials(value: JsonValue | undefined): readonly ImplementationMaterial[] {
  return listOf(value)
    .filter(isObject)
    .map((material) => ({
      title: text(material, 'title'),
      ref: text(material, 'ref'),
      bundleTreeSha256: text(material, 'bundle_tree_sha256'),
    }));
}

/** The manifest's object of that name if it has members, else the lock's (packages.md section 5, step 3). */
export function manifestOrLockObject(
  documents: { readonly manifest: JsonObject; readonly recommendedLock: JsonObject },
  name: string,
): JsonObject {
  const inManifest = objectOf(member(documents.manifest, name));
  return isEmptyObject(inManifest) ? objectOf(member(documents.recommendedLock, name)) : inManifest;
}

export function text(value: JsonValue | undefined, name: string): string {
  return textOf(member(value, name));
}

/** The first that is not blank, or the empty text. */
export function firstText(...texts: readonly string[]): string {
  return texts.find((candidate) => !isBlank(candidate)) ?? '';
}
