import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { signatureText, signingKeyFromSeed, type SigningKey } from '../../src/core/ed25519';
import { canonicalJson } from '../../src/core/json/canonical-json';
import { parseJson } from '../../src/core/json/parse-json';
import { checkPackage } from '../../src/core/package-rules/check-package';
import { normalisePackage } from '../../src/core/package-rules/normalise-package';
import { checkPackageIdentity, parsePackageRequest } from '../../src/core/package-rules/package-request';
import { sealPackage, type SealedPackage } from '../../src/core/package-rules/seal-package';
import { ed25519KeyFromRaw, type PublishedPackage } from './independent-verifier';

export const TEST_KEY: SigningKey = signingKeyFromSeed('test-key-1', Buffer.alloc(32, 7));
export const TEST_KEYS: ReadonlyMap<string, KeyObject> = new Map([
  [TEST_KEY.keyId, ed25519KeyFromRaw(TEST_KEY.publicKey)],
  ['another-key', generateKeyPairSync('ed25519').publicKey],
]);

/** The whole way of a request body to a signed package, without a server. */
export function sealBody(body: string | Buffer): SealedPackage {
  const request = parsePackageRequest(parseJson(Buffer.from(body), { uniqueRootMembers: true }));
  checkPackageIdentity(request);
  const normalised = normalisePackage(request);
  const publisher = { publisherId: 'local-registry', publisherType: 'local' };
  const documents = checkPackage(normalised, publisher);
  return sealPackage(normalised, {
    documents,
    publisher,
    publishedAt: '2026-10-01T12:00:00Z',
    key: TEST_KEY,
  });
}

/** What a consumer holds of it. */
export function publishedOf(sealed: SealedPackage): PublishedPackage {
  return {
    packageId: sealed.packageId,
    packageVersion: sealed.packageVersion,
    contractSignature: sealed.contractSignature,
    publisherId: sealed.publisherId,
    publisherType: sealed.publisherType,
    publishedAt: sealed.publishedAt,
    manifest: sealed.manifest.bytes,
    serviceDefinition: sealed.serviceDefinition.bytes,
    recommendedLock: sealed.recommendedLock.bytes,
    lineage: sealed.lineage?.bytes,
    manifestDigest: sealed.manifest.digest,
    definitionDigest: sealed.serviceDefinition.digest,
    lockDigest: sealed.recommendedLock.digest,
    packageExecutionSignature: sealed.packageExecutionSignature,
    receiptId: sealed.receipt.receiptId,
    registrySignature: signatureText(sealed.receipt.keyId, sealed.receipt.signature),
  };
}

/** Everything that is stored or signed of a package, as one text. */
export function sealedText({ receipt, ...sealed }: SealedPackage): string {
  const documents = [sealed.manifest, sealed.serviceDefinition, sealed.recommendedLock, sealed.lineage, sealed.display];
  return canonicalJson([
    sealed.packageExecutionSignature,
    receipt.receiptId,
    receipt.payload.bytes.toString('utf8'),
    Buffer.from(receipt.signature).toString('hex'),
    ...documents.flatMap((document) => [document?.digest ?? '', document?.bytes.toString('utf8') ?? '']),
  ]);
}
