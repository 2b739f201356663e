import { SIGNATURE_ALGORITHM, type PublicKey, type SigningKey } from '../ed25519';
import type { HygieneMode } from '../hygiene/refuse-hits';
import type { JsonObject, JsonValue } from '../json/json-value';
import { parseJson } from '../json/parse-json';
import { FRESH_LIFECYCLE } from '../lifecycle';
import { freshRecord, publicationBytes, receiptJson, receiptOf, recordBytes } from '../package-record';
import { checkPackage } from '../package-rules/check-package';
import { normalisePackage } from '../package-rules/normalise-package';
import { checkPackageIdentity, parsePackageRequest } from '../package-rules/package-request';
import { sealPackage, type SealedPackage } from '../package-rules/seal-package';
import type { Publisher } from '../publisher';

export const BUNDLE_SCHEMA_VERSION = 'anip-package-bundle/v1';
/** Who vouches for a bundle that no Registry made (cli.md section 3). */
export const LOCAL_AUTHORITY = 'local-studio';

export interface LocalSigner {
  readonly key: SigningKey;
  readonly publisher: Publisher;
  /** A wire timestamp. */
  readonly publishedAt: string;
}

/**
 * Checks and signs a publish request exactly as the Registry does, and makes the portable bundle of it (cli.md section
 * 1): the same rules, the same digests, the same receipt, under the caller's key and authority.
 * @throws RegistryError of the first broken rule
 */
export function buildLocalBundle(
  publishRequest: JsonObject,
  signer: LocalSigner,
  hygiene: HygieneMode = 'enforce',
): JsonObject {
  const request = parsePackageRequest(publishRequest);
  checkPackageIdentity(request);
  const normalised = normalisePackage(request);
  const documents = checkPackage(normalised, signer.publisher, hygiene);
  return bundleOf(sealPackage(normalised, { documents, ...signer }), signer.key);
}

function bundleOf(sealed: SealedPackage, key: PublicKey): JsonObject {
  const record = freshRecord(sealed, FRESH_LIFECYCLE);
  return {
    bundle_schema_version: BUNDLE_SCHEMA_VERSION,
    authority: LOCAL_AUTHORITY,
    publication: parseJson(publicationBytes(record)),
    package: parseJson(recordBytes(record)),
    receipt: { ...receiptJson(receiptOf(sealed)), authority: LOCAL_AUTHORITY },
    ...(record.lineage === undefined ? {} : { lineage: parseJson(record.lineage) }),
    manifest: parseJson(record.manifest),
    service_definition: parseJson(record.serviceDefinition),
    lock: parseJson(record.recommendedLock),
    registry_keys: [publicKeyJson(key)],
    digests: {
      manifest: record.manifestDigest,
      service_definition: record.definitionDigest,
      lock: record.lockDigest,
      receipt: sealed.receipt.receiptId,
      package_execution: record.packageExecutionSignature,
    },
  };
}

function publicKeyJson({ keyId, publicKey }: PublicKey): JsonValue {
  return {
    key_id: keyId,
    algorithm: SIGNATURE_ALGORITHM,
    public_key: Buffer.from(publicKey).toString('base64'),
  };
}
