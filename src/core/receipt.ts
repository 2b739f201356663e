import { digested, digestOf, type Digest, type DigestedBytes } from './digest';
import { isValidSignature, parseSignatureText, SIGNATURE_ALGORITHM, signEd25519, type SigningKey } from './ed25519';
import { receiptForm } from './json/canonical-json';
import { isEmptyObject, type JsonObject } from './json/json-value';
import type { Publisher } from './publisher';

/** What a receipt's signature covers (packages.md section 5, "Receipt"). */
export interface ReceiptClaims extends Publisher {
  readonly packageId: string;
  readonly packageVersion: string;
  readonly contractSignature: string;
  readonly definitionDigest: string;
  readonly manifestDigest: string;
  readonly lockDigest: string;
  readonly packageExecutionSignature: string;
  readonly lineage: JsonObject | undefined;
  readonly issuedAt: string;
}

/**
 * The bytes that are signed: the receipt form of the claims, publisher and lineage only when non-empty. Receipts from
 * before the execution signature were made without that member; the Registry signs none without it.
 */
export function receiptPayload(claims: ReceiptClaims): Buffer {
  return Buffer.from(
    receiptForm({
      package_id: claims.packageId,
      package_version: claims.packageVersion,
      contract_signature: claims.contractSignature,
      definition_digest: claims.definitionDigest,
      manifest_digest: claims.manifestDigest,
      lock_digest: claims.lockDigest,
      ...(claims.packageExecutionSignature === ''
        ? {}
        : { package_execution_signature: claims.packageExecutionSignature }),
      issued_at: claims.issuedAt,
      ...(claims.publisherId === '' ? {} : { publisher_id: claims.publisherId }),
      ...(claims.publisherType === '' ? {} : { publisher_type: claims.publisherType }),
      ...(claims.lineage === undefined || isEmptyObject(claims.lineage) ? {} : { lineage: claims.lineage }),
    }),
    'utf8',
  );
}

/** Identifies the act of publishing, not the content: made of id, version and time alone. */
export function receiptId(packageId: string, packageVersion: string, issuedAt: string): Digest {
  return digestOf({ issued_at: issuedAt, package_id: packageId, package_version: packageVersion });
}

export interface SignedReceipt {
  readonly receiptId: Digest;
  /** The very bytes that were signed. */
  readonly payload: DigestedBytes;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export function signReceipt(claims: ReceiptClaims, key: SigningKey): SignedReceipt {
  const payload = digested(receiptPayload(claims));
  return {
    receiptId: receiptId(claims.packageId, claims.packageVersion, claims.issuedAt),
    payload,
    keyId: key.keyId,
    signature: signEd25519(payload.bytes, key),
  };
}

/** True when `signatureText` is this key's Ed25519 signature over these very claims. */
export function isReceiptValid(claims: ReceiptClaims, signatureText: string, publicKey: Uint8Array): boolean {
  const parsed = parseSignatureText(signatureText);
  if (parsed?.algorithm !== SIGNATURE_ALGORITHM) return false;
  return isValidSignature(receiptPayload(claims), parsed.signature, publicKey);
}
