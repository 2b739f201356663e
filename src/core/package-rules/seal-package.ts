import { digested, digestedJson, type Digest, type DigestedBytes } from '../digest';
import type { SigningKey } from '../ed25519';
import { EXECUTION_SIGNATURE_MEMBER, executionSignatureOver } from '../execution-signature';
import type { JsonObject } from '../json/json-value';
import type { Publisher } from '../publisher';
import { signReceipt, type SignedReceipt } from '../receipt';
import { SPEC_VERSION } from '../spec-version';
import { checkExecutionMetadata } from './execution-metadata';
import { materialJson } from './normalise-package';
import type { PackageDocuments } from './package-documents';
import type { PackageIdentity, PackageRequest } from './package-request';

/** A package version as it is signed and stored: nothing in it ever changes. */
export interface SealedPackage extends PackageIdentity, Publisher {
  readonly schemaVersion: string;
  readonly manifest: DigestedBytes;
  readonly serviceDefinition: DigestedBytes;
  readonly recommendedLock: DigestedBytes;
  readonly lineage: DigestedBytes | undefined;
  /** The record's `readme`, `source_links` and `implementation_materials`, which the manifest alone may not yield. */
  readonly display: DigestedBytes;
  readonly packageExecutionSignature: Digest;
  readonly publishedAt: string;
  readonly receipt: SignedReceipt;
}

export interface SealContext {
  /** The documents of the very request that is sealed. */
  readonly documents: PackageDocuments;
  readonly publisher: Publisher;
  readonly publishedAt: string;
  readonly key: SigningKey;
}

/**
 * Stamps, digests and signs a validated request (packages.md section 5). Members of ours that a request brings along
 * are overwritten, never trusted.
 * @throws RegistryError CONSUMABILITY_INVALID, READINESS_INVALID
 */
export function sealPackage(request: PackageRequest, context: SealContext): SealedPackage {
  checkExecutionMetadata(request);
  const { documents } = context;
  const serviceDefinition = digested(documents.serviceDefinition.members.bytes());
  const stampedManifest = documents.manifest.members.with({
    service_definition_digest: serviceDefinition.digest,
    service_definition_digest_algorithm: 'sha256',
    schema_version: request.schemaVersion,
  });
  const stampedLock = documents.recommendedLock.members.with({
    service_definition_digest: serviceDefinition.digest,
    schema_version: request.schemaVersion,
    anip_spec_version: SPEC_VERSION,
  });
  const executionSignature = executionSignatureOver(
    { manifest: stampedManifest, recommendedLock: stampedLock, definitionBytes: serviceDefinition.bytes },
    request,
  );
  const stamp = { [EXECUTION_SIGNATURE_MEMBER]: executionSignature };
  const manifest = digested(stampedManifest.with(stamp).bytes());
  const recommendedLock = digested(stampedLock.with(stamp).bytes());

  return {
    packageId: request.packageId,
    packageVersion: request.packageVersion,
    projectRef: request.projectRef,
    productRevisionRef: request.productRevisionRef,
    developerRevisionRef: request.developerRevisionRef,
    contractSignature: request.contractSignature,
    ...context.publisher,
    schemaVersion: request.schemaVersion,
    manifest,
    serviceDefinition,
    recommendedLock,
    lineage: request.lineage === undefined ? undefined : digestedJson(request.lineage),
    display: digestedJson(displayMembers(request)),
    packageExecutionSignature: executionSignature,
    publishedAt: context.publishedAt,
    receipt: signReceipt(
      {
        ...context.publisher,
        packageId: request.packageId,
        packageVersion: request.packageVersion,
        contractSignature: request.contractSignature,
        definitionDigest: serviceDefinition.digest,
        manifestDigest: manifest.digest,
        lockDigest: recommendedLock.digest,
        packageExecutionSignature: executionSignature,
        lineage: request.lineage,
        issuedAt: context.publishedAt,
      },
      context.key,
    ),
  };
}

function displayMembers(request: PackageRequest): JsonObject {
  return {
    ...(request.readme === '' ? {} : { readme: request.readme }),
    ...(request.sourceLinks.length === 0
      ? {}
      : { source_links: request.sourceLinks.map(({ title, url }) => ({ title, url })) }),
    ...(request.implementationMaterials.length === 0
      ? {}
      : { implementation_materials: request.implementationMaterials.map(materialJson) }),
  };
}
