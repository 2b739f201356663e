import { checkBundleMetadata } from '../bundle-metadata';
import { checkBusinessEffects } from '../business-effects';
import { checkDefinition } from '../definition-rules/check-definition';
import { checkDocumentDepth, checkDocumentLimits } from '../document-limits';
import { RegistryError } from '../errors';
import { CLEAN_REPORT } from '../hygiene/hygiene-report';
import { refuseHits, refuseSecrets, type HygieneMode } from '../hygiene/refuse-hits';
import { canonicalBytes, receiptFormSize } from '../json/canonical-json';
import { listOf, member, type JsonObject } from '../json/json-value';
import type { Publisher } from '../publisher';
import { checkDocumentSize, checkRequestSize } from '../size-limits';
import { checkSpecVersion } from '../spec-version';
import { byteLength, quoteForMessage } from '../text';
import { checkImplementationMaterials } from './implementation-materials';
import { materialJson, SCHEMA_VERSION } from './normalise-package';
import { packageDocuments, type PackageDocuments } from './package-documents';
import { packageHygiene } from './package-hygiene';
import { MAX_PACKAGE_BODY_BYTES, type PackageRequest } from './package-request';
import { refuseRetiredBuildPack } from './retired-build-pack';
import { checkSourceLinks } from './source-links';

/** A README is read on a page; 64 KiB is a long one. */
export const MAX_README_BYTES = 65_536;
export const MAX_MANIFEST_BYTES = 1_048_576;
export const MAX_DEFINITION_BYTES = 2_097_152;
export const MAX_LOCK_BYTES = 524_288;
export const MAX_CAPABILITIES = 256;
/** Every list item carries the lineage, so one page of a thousand holds it a thousand times. */
export const MAX_LINEAGE_BYTES = 65_536;

/**
 * The rules of packages.md section 4 on a normalised request, in the contract's order; the first broken one is thrown.
 * Of hygiene (design: difference 2), secrets come as soon as the request is known to be small, since the messages of
 * the contract's rules quote values; the rest comes last.
 * Returns the documents in canonical form, which are made on the way and are what is sealed.
 */
export function checkPackage(
  request: PackageRequest,
  publisher: Publisher,
  hygiene: HygieneMode = 'enforce',
): PackageDocuments {
  const { manifest, serviceDefinition, recommendedLock } = request;
  const documents = packageDocuments(request);
  const sizes = {
    manifest: documents.manifest.receiptFormSize,
    service_definition: documents.serviceDefinition.receiptFormSize,
    recommended_lock: documents.recommendedLock.receiptFormSize,
  };

  checkRequestSize(membersBesideDocuments(request, publisher), sizes, MAX_PACKAGE_BODY_BYTES);
  checkLineage(request.lineage);
  const report = hygiene === 'enforce' ? packageHygiene(request, documents) : CLEAN_REPORT;
  refuseSecrets(report);
  checkReadme(request.readme);
  checkSourceLinks(request.sourceLinks);
  checkImplementationMaterials(request.implementationMaterials);
  checkSchemaVersion(request.schemaVersion);
  checkSpecVersion(member(manifest, 'anip_spec_version'), '/manifest/anip_spec_version');
  refuseRetiredBuildPack(manifest, '/manifest', documents.manifest.members);
  refuseRetiredBuildPack(recommendedLock, '/recommended_lock', documents.recommendedLock.members);
  checkDocumentSize('manifest', sizes.manifest, MAX_MANIFEST_BYTES);
  checkDocumentSize('service_definition', sizes.service_definition, MAX_DEFINITION_BYTES);
  checkDocumentSize('recommended_lock', sizes.recommended_lock, MAX_LOCK_BYTES);
  checkDocumentLimits(manifest, 'manifest', '/manifest', documents.manifest);
  checkDocumentLimits(serviceDefinition, 'service_definition', '/service_definition', documents.serviceDefinition);
  checkDocumentLimits(recommendedLock, 'recommended_lock', '/recommended_lock', documents.recommendedLock);
  checkBusinessEffects(manifest, '/manifest', documents.manifest.survey);
  checkBusinessEffects(recommendedLock, '/recommended_lock', documents.recommendedLock.survey);
  checkBundleMetadata(manifest, '/manifest');
  checkBundleMetadata(recommendedLock, '/recommended_lock');
  checkCapabilityCount(serviceDefinition);
  checkDefinition(serviceDefinition, '/service_definition');
  refuseHits(report);
  return documents;
}

function membersBesideDocuments(request: PackageRequest, publisher: Publisher): JsonObject {
  return {
    package_id: request.packageId,
    package_version: request.packageVersion,
    project_ref: request.projectRef,
    product_revision_ref: request.productRevisionRef,
    developer_revision_ref: request.developerRevisionRef,
    contract_signature: request.contractSignature,
    publisher_id: publisher.publisherId,
    publisher_type: publisher.publisherType,
    schema_version: request.schemaVersion,
    ...(request.lineage === undefined ? {} : { lineage: request.lineage }),
    ...(request.readme === '' ? {} : { readme: request.readme }),
    ...(request.sourceLinks.length === 0 ? {} : { source_links: request.sourceLinks.map((link) => ({ ...link })) }),
    ...(request.implementationMaterials.length === 0
      ? {}
      : { implementation_materials: request.implementationMaterials.map(materialJson) }),
  };
}

/** Ours (docs/compatibility.md): the contract bounds a lineage by the body alone, and common parsers fail on its depth. */
function checkLineage(lineage: JsonObject | undefined): void {
  if (lineage === undefined) return;
  checkDocumentSize('lineage', receiptFormSize(canonicalBytes(lineage)), MAX_LINEAGE_BYTES);
  checkDocumentDepth(lineage, 'lineage', '/lineage');
}

function checkReadme(readme: string): void {
  const sizeBytes = byteLength(readme);
  if (sizeBytes <= MAX_README_BYTES) return;
  throw new RegistryError(
    'README_TOO_LARGE',
    `the readme has ${sizeBytes} bytes; at most ${MAX_README_BYTES} are allowed`,
    {
      pointer: '/readme',
      limit: MAX_README_BYTES,
      actual: sizeBytes,
    },
  );
}

function checkSchemaVersion(schemaVersion: string): void {
  if (schemaVersion === SCHEMA_VERSION) return;
  throw new RegistryError(
    'SCHEMA_VERSION_UNSUPPORTED',
    `schema_version ${quoteForMessage(schemaVersion)} is not supported; allowed is "${SCHEMA_VERSION}"`,
    { pointer: '/schema_version', allowed: SCHEMA_VERSION, actual: schemaVersion },
  );
}

function checkCapabilityCount(definition: JsonObject): void {
  const count = listOf(member(definition, 'capability_formalizations')).length;
  if (count <= MAX_CAPABILITIES) return;
  throw new RegistryError(
    'CAPABILITIES_TOO_MANY',
    `the service definition formalises ${count} capabilities; at most ${MAX_CAPABILITIES} are allowed`,
    { pointer: '/service_definition/capability_formalizations', limit: MAX_CAPABILITIES, actual: count },
  );
}
