import { SEED_BYTES, signingKeyFromSeed } from '../ed25519';
import { member, textOf, type JsonObject } from '../json/json-value';
import { normalisePackage } from '../package-rules/normalise-package';
import { packageDocuments } from '../package-rules/package-documents';
import { parsePackageRequest } from '../package-rules/package-request';
import { sealPackage } from '../package-rules/seal-package';

/** What two versions are compared by: who published one, when and under which key may differ. */
export interface ContentDigests {
  readonly contract_signature: string;
  readonly definition_digest: string;
  readonly manifest_digest: string;
  readonly lock_digest: string;
}

export const CONTENT_DIGESTS = ['contract_signature', 'definition_digest', 'manifest_digest', 'lock_digest'] as const;

/**
 * The digests that a Registry states for this publish request (packages.md section 5). No rule of section 4 is applied.
 * @throws RegistryError when the request cannot be sealed, and so is no Registry's content
 */
export function contentDigestsOf(publishRequest: JsonObject): ContentDigests {
  const request = normalisePackage(parsePackageRequest(publishRequest));
  const sealed = sealPackage(request, {
    documents: packageDocuments(request),
    // None of these is covered by a digest: they are in the receipt only, which is thrown away.
    publisher: { publisherId: '', publisherType: '' },
    publishedAt: '',
    key: signingKeyFromSeed('comparison-only', new Uint8Array(SEED_BYTES)),
  });
  return {
    contract_signature: request.contractSignature,
    definition_digest: sealed.serviceDefinition.digest,
    manifest_digest: sealed.manifest.digest,
    lock_digest: sealed.recommendedLock.digest,
  };
}

/** The digests that a record states. */
export function statedContentDigests(record: JsonObject): ContentDigests {
  const stated = (name: string): string => textOf(member(record, name));
  return {
    contract_signature: stated('contract_signature'),
    definition_digest: stated('definition_digest'),
    manifest_digest: stated('manifest_digest'),
    lock_digest: stated('lock_digest'),
  };
}
