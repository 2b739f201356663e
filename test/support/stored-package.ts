import type { StoredDocument } from '../../src/core/audit/audit-document';
import type { StoredPackage } from '../../src/core/audit/audit-package';
import type { StoredReceipt } from '../../src/core/audit/audit-receipt';
import type { DigestedBytes } from '../../src/core/digest';
import { signatureText } from '../../src/core/ed25519';
import type { SealedPackage } from '../../src/core/package-rules/seal-package';

/** A sealed package as an audit reads it back from the store. */
export function storedPackageOf(sealed: SealedPackage): StoredPackage {
  return {
    row: {
      packageId: sealed.packageId,
      packageVersion: sealed.packageVersion,
      contractSignature: sealed.contractSignature,
      schemaVersion: sealed.schemaVersion,
      manifestDigest: sealed.manifest.digest,
      definitionDigest: sealed.serviceDefinition.digest,
      lockDigest: sealed.recommendedLock.digest,
      packageExecutionSignature: sealed.packageExecutionSignature,
      publisherId: sealed.publisherId,
      publisherType: sealed.publisherType,
    },
    manifest: storedDocument('manifest', sealed.manifest),
    serviceDefinition: storedDocument('service_definition', sealed.serviceDefinition),
    recommendedLock: storedDocument('recommended_lock', sealed.recommendedLock),
    lineage: sealed.lineage === undefined ? undefined : storedDocument('lineage', sealed.lineage),
    display: storedDocument('display', sealed.display),
  };
}

export function storedReceiptOf({ receipt, publishedAt, ...sealed }: SealedPackage): StoredReceipt {
  return {
    receiptId: receipt.receiptId,
    payload: storedDocument('receipt payload', receipt.payload),
    keyId: receipt.keyId,
    signature: receipt.signature,
    registrySignature: signatureText(receipt.keyId, receipt.signature),
    publisherId: sealed.publisherId,
    publisherType: sealed.publisherType,
    issuedAt: new Date(publishedAt),
  };
}

export function storedDocument(name: string, { digest, bytes }: DigestedBytes): StoredDocument {
  return { name, digest, content: bytes };
}
