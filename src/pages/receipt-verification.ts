import { digestOfBytes } from '../core/digest';
import { packageExecutionSignature } from '../core/execution-signature';
import { listOf, member, objectOf, textOf, type JsonObject } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import type { PublishedContent } from '../core/package-record';
import { isReceiptValid, receiptId, receiptPayload } from '../core/receipt';
import type { PublishedPage } from './package-page.query';

/** The documents of a version, parsed once for everything that reads them. */
export interface PackageDocuments {
  readonly manifest: JsonObject;
  readonly definition: JsonObject;
  readonly lock: JsonObject;
  /** `readme`, `source_links` and `implementation_materials` of the record. */
  readonly display: JsonObject;
  readonly lineage: JsonObject | undefined;
}

export interface PerformedCheck {
  readonly title: string;
  readonly isPassed: boolean;
}

export function documentsOf(record: PublishedContent): PackageDocuments {
  return {
    manifest: objectOf(parseJson(record.manifest)),
    definition: objectOf(parseJson(record.serviceDefinition)),
    lock: objectOf(parseJson(record.recommendedLock)),
    display: objectOf(parseJson(record.display)),
    lineage: record.lineage === undefined ? undefined : objectOf(parseJson(record.lineage)),
  };
}

/**
 * Verifies a version from what is stored (packages.md section 5): every digest is computed anew from the bytes, and the
 * signature is checked over claims that are put together from them.
 */
export function verifyReceipt(
  page: PublishedPage,
  documents: PackageDocuments,
  revokedKeyIds: readonly string[],
): readonly PerformedCheck[] {
  const { record, receipt, payload, publicKey } = page;
  const computed = {
    definitionDigest: digestOfBytes(record.serviceDefinition),
    manifestDigest: digestOfBytes(record.manifest),
    lockDigest: digestOfBytes(record.recommendedLock),
    packageExecutionSignature: packageExecutionSignature({
      serviceDefinition: documents.definition,
      manifest: documents.manifest,
      recommendedLock: documents.lock,
      implementationMaterials: listOf(member(documents.display, 'implementation_materials')).map((material) => ({
        title: textOf(member(material, 'title')),
        ref: textOf(member(material, 'ref')),
        bundleTreeSha256: textOf(member(material, 'bundle_tree_sha256')),
      })),
      lineage: documents.lineage,
    }),
  };
  const { packageId, packageVersion, contractSignature } = record;
  const { publisherId, publisherType, issuedAt } = receipt;
  const identity = { packageId, packageVersion, contractSignature, publisherId, publisherType, issuedAt };
  const claims = { ...identity, ...computed, lineage: objectOf(documents.lineage) };
  const isKeyTrusted = !revokedKeyIds.includes(receipt.keyId);
  const check = (title: string, isPassed: boolean): PerformedCheck => ({ title, isPassed });
  return [
    check(
      'The service definition has the digest that is stated',
      computed.definitionDigest === record.definitionDigest,
    ),
    check('The manifest has the digest that is stated', computed.manifestDigest === record.manifestDigest),
    check('The recommended lock has the digest that is stated', computed.lockDigest === record.lockDigest),
    check(
      'The package execution signature follows from the documents',
      computed.packageExecutionSignature === record.packageExecutionSignature,
    ),
    check(
      'The receipt id follows from package, version and time',
      receiptId(packageId, packageVersion, issuedAt) === receipt.receiptId,
    ),
    check('What was signed is what this page shows', receiptPayload(claims).equals(payload)),
    check('The signing key is one of this Registry and is not revoked', isKeyTrusted),
    check(
      'The Ed25519 signature is that of this key over all of the above',
      isReceiptValid(claims, receipt.registrySignature, publicKey),
    ),
  ];
}
