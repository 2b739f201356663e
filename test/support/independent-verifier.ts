import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

/**
 * A consumer's proof that a package is what was published (packages.md sections 1 and 5), on its own: nothing of
 * `src/` is used, so that a fault there cannot prove itself.
 */
export interface PublishedPackage {
  readonly packageId: string;
  readonly packageVersion: string;
  readonly contractSignature: string;
  readonly publisherId: string;
  readonly publisherType: string;
  readonly publishedAt: string;
  readonly manifest: Uint8Array;
  readonly serviceDefinition: Uint8Array;
  readonly recommendedLock: Uint8Array;
  readonly lineage: Uint8Array | undefined;
  readonly manifestDigest: string;
  readonly definitionDigest: string;
  readonly lockDigest: string;
  readonly packageExecutionSignature: string;
  readonly receiptId: string;
  readonly registrySignature: string;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonMap = Readonly<Record<string, Json>>;

/** The names of the checks that fail; empty for a package that verifies. */
export function failedChecks(published: PublishedPackage, keys: ReadonlyMap<string, KeyObject>): string[] {
  const checks: Record<string, () => boolean> = {
    manifest: () => published.manifestDigest === sha256(published.manifest) && isCanonical(published.manifest),
    definition: () =>
      published.definitionDigest === sha256(published.serviceDefinition) && isCanonical(published.serviceDefinition),
    lock: () => published.lockDigest === sha256(published.recommendedLock) && isCanonical(published.recommendedLock),
    lineage: () => published.lineage === undefined || isCanonical(published.lineage),
    execution: () => published.packageExecutionSignature === sha256(canonical(executionInput(published))),
    stamps: () => hasStamps(published),
    receiptId: () =>
      published.receiptId ===
      sha256(
        canonical({
          issued_at: published.publishedAt,
          package_id: published.packageId,
          package_version: published.packageVersion,
        }),
      ),
    signature: () => isSigned(receiptPayloadOf(published), published.registrySignature, keys),
  };
  return Object.entries(checks).flatMap(([name, passes]) => (passes() ? [] : [name]));
}

/** What the receipt's signature is made over. */
export function receiptPayloadOf(published: PublishedPackage): Buffer {
  const lineage = published.lineage === undefined ? {} : parse(published.lineage);
  const payload: JsonMap = {
    package_id: published.packageId,
    package_version: published.packageVersion,
    contract_signature: published.contractSignature,
    definition_digest: published.definitionDigest,
    manifest_digest: published.manifestDigest,
    lock_digest: published.lockDigest,
    package_execution_signature: published.packageExecutionSignature,
    issued_at: published.publishedAt,
    ...(published.publisherId === '' ? {} : { publisher_id: published.publisherId }),
    ...(published.publisherType === '' ? {} : { publisher_type: published.publisherType }),
    ...(Object.keys(lineage).length === 0 ? {} : { lineage }),
  };
  const escaped = canonical(payload).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
  return Buffer.from(escaped, 'utf8');
}

/** A raw Ed25519 public key, as the Registry publishes it, in the form that OpenSSL reads (RFC 8410). */
export function ed25519KeyFromRaw(rawKey: Uint8Array): KeyObject {
  const algorithmHeader = Buffer.from('302a300506032b6570032100', 'hex');
  return createPublicKey({ key: Buffer.concat([algorithmHeader, rawKey]), format: 'der', type: 'spki' });
}

export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** True when the text is the signature of a known key over these bytes. */
export function isSigned(payload: Buffer, signatureText: string, keys: ReadonlyMap<string, KeyObject>): boolean {
  const [algorithm, keyId = '', base64 = '', ...rest] = signatureText.split(':');
  const key = keys.get(keyId);
  const signature = Buffer.from(base64, 'base64');
  const isWellFormed = algorithm === 'ed25519' && rest.length === 0 && signature.toString('base64') === base64;
  return isWellFormed && key !== undefined && verify(null, payload, key, signature);
}

function executionInput(published: PublishedPackage): Json {
  const manifest = parse(published.manifest);
  const lock = parse(published.recommendedLock);
  const materials = manifest.implementation_material as JsonMap | undefined;
  const bundles = materials?.custom_code_bundles;
  const ofManifest = (name: string): Json => stripped(Object.hasOwn(manifest, name) ? (manifest[name] ?? null) : null);
  return {
    schema_version: 'anip-package-execution-signature/v1',
    service_definition: parse(published.serviceDefinition),
    agent_consumability: ofManifest('agent_consumability'),
    agent_consumption_readiness: ofManifest('agent_consumption_readiness'),
    agent_consumption_publication_gate: ofManifest('agent_consumption_publication_gate'),
    implementation_materials: Array.isArray(bundles) ? (bundles as Json) : [],
    recommended_lock: stripped(lock),
    lineage: published.lineage === undefined ? {} : parse(published.lineage),
  };
}

function hasStamps(published: PublishedPackage): boolean {
  const manifest = parse(published.manifest);
  const lock = parse(published.recommendedLock);
  return (
    [manifest, lock].every(
      (document) =>
        document.service_definition_digest === published.definitionDigest &&
        document.schema_version === 'anip-service-definition/v1' &&
        document.package_execution_signature === published.packageExecutionSignature,
    ) &&
    manifest.service_definition_digest_algorithm === 'sha256' &&
    lock.anip_spec_version === 'anip/0.24'
  );
}

function stripped(value: Json): Json {
  if (Array.isArray(value)) return value.map(stripped);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value as JsonMap).filter(([name]) => name !== 'package_execution_signature');
  return Object.fromEntries(members.map(([name, element]) => [name, stripped(element)]));
}

/** An empty object for what is no JSON object: the checks on it fail, none of them throws. */
function parse(bytes: Uint8Array): JsonMap {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};
  } catch {
    return {};
  }
}

function isCanonical(bytes: Uint8Array): boolean {
  return Buffer.from(canonical(parse(bytes)), 'utf8').equals(bytes);
}

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as JsonMap).map(([name, element]) => ({
      order: Buffer.from(name, 'utf8'),
      text: `${canonical(name)}:${canonical(element)}`,
    }));
    members.sort((left, right) => Buffer.compare(left.order, right.order));
    return `{${members.map(({ text }) => text).join(',')}}`;
  }
  if (Object.is(value, -0)) return '-0';
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
