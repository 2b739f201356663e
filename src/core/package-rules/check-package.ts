import { checkBundleMetadata } from '../bundle-metadata';
import { parseBundleRef, isTreeDigest } from '../bundle-ref';
import { checkBusinessEffects } from '../business-effects';
import { checkDefinition } from '../definition-rules/check-definition';
import { checkDocumentLimits } from '../document-limits';
import { RegistryError } from '../errors';
import { linkUrlFault } from '../hygiene/link-url';
import { canonicalBytes, receiptFormSize } from '../json/canonical-json';
import { listOf, member, textOf, type JsonObject } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import type { Publisher } from '../publisher';
import { byteLength, quoteForMessage } from '../text';
import { materialJson, SCHEMA_VERSION } from './normalise-package';
import { MAX_PACKAGE_BODY_BYTES, type PackageRequest } from './package-request';
import { refuseRetiredBuildPack } from './retired-build-pack';

export const SPEC_VERSION = 'anip/0.24';
/** A README is read on a page; 64 KiB is a long one. */
export const MAX_README_BYTES = 65_536;
export const MAX_SOURCE_LINKS = 8;
export const MAX_IMPLEMENTATION_MATERIALS = 8;
export const MAX_TITLE_BYTES = 120;
/** The longest URL that browsers and proxies pass on without trouble. */
export const MAX_REF_BYTES = 2048;
export const MAX_MANIFEST_BYTES = 1_048_576;
export const MAX_DEFINITION_BYTES = 2_097_152;
export const MAX_LOCK_BYTES = 524_288;
export const MAX_CAPABILITIES = 256;

/**
 * The rules of packages.md section 4 on a normalised request, in the contract's order; the first broken one is thrown.
 * Sizes are those of the receipt form. Returns the canonical bytes of the service definition, which are made on the
 * way and are what its digest covers.
 */
export function checkPackage(request: PackageRequest, publisher: Publisher): { readonly definitionBytes: Buffer } {
  const manifestSize = receiptFormSize(canonicalBytes(request.manifest));
  const definitionBytes = canonicalBytes(request.serviceDefinition);
  const definitionSize = receiptFormSize(definitionBytes);
  const lockSize = receiptFormSize(canonicalBytes(request.recommendedLock));

  checkRequestSize(request, publisher, manifestSize + definitionSize + lockSize);
  checkReadme(request.readme);
  checkSourceLinks(request);
  checkMaterials(request);
  checkVersions(request);
  refuseRetiredBuildPack(request.manifest, '/manifest');
  refuseRetiredBuildPack(request.recommendedLock, '/recommended_lock');
  checkDocumentSize('manifest', manifestSize, MAX_MANIFEST_BYTES);
  checkDocumentSize('service_definition', definitionSize, MAX_DEFINITION_BYTES);
  checkDocumentSize('recommended_lock', lockSize, MAX_LOCK_BYTES);
  checkDocumentLimits(request.manifest, 'manifest', '/manifest');
  checkDocumentLimits(request.serviceDefinition, 'service_definition', '/service_definition');
  checkDocumentLimits(request.recommendedLock, 'recommended_lock', '/recommended_lock');
  checkBusinessEffects(request.manifest, '/manifest');
  checkBusinessEffects(request.recommendedLock, '/recommended_lock');
  checkBundleMetadata(request.manifest, '/manifest');
  checkBundleMetadata(request.recommendedLock, '/recommended_lock');
  checkCapabilityCount(request.serviceDefinition);
  checkDefinition(request.serviceDefinition, '/service_definition');
  return { definitionBytes };
}

/** The documents' sizes are known, so only the rest is written out, with `0` in place of each document. */
function checkRequestSize(request: PackageRequest, publisher: Publisher, documentsSize: number): void {
  const rest: JsonObject = {
    package_id: request.packageId,
    package_version: request.packageVersion,
    project_ref: request.projectRef,
    product_revision_ref: request.productRevisionRef,
    developer_revision_ref: request.developerRevisionRef,
    contract_signature: request.contractSignature,
    publisher_id: publisher.publisherId,
    publisher_type: publisher.publisherType,
    schema_version: request.schemaVersion,
    manifest: 0,
    service_definition: 0,
    recommended_lock: 0,
    ...(request.lineage === undefined ? {} : { lineage: request.lineage }),
    ...(request.readme === '' ? {} : { readme: request.readme }),
    ...(request.sourceLinks.length === 0 ? {} : { source_links: request.sourceLinks.map((link) => ({ ...link })) }),
    ...(request.implementationMaterials.length === 0
      ? {}
      : { implementation_materials: request.implementationMaterials.map(materialJson) }),
  };
  const sizeBytes = receiptFormSize(canonicalBytes(rest)) - '0'.length * 3 + documentsSize;
  if (sizeBytes <= MAX_PACKAGE_BODY_BYTES) return;
  throw new RegistryError(
    'REQUEST_TOO_LARGE',
    `the normalised request has ${sizeBytes} bytes; at most ${MAX_PACKAGE_BODY_BYTES} are allowed (each <, > and & counts six)`,
    { pointer: '', limit: MAX_PACKAGE_BODY_BYTES, actual: sizeBytes },
  );
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

function checkSourceLinks({ sourceLinks }: PackageRequest): void {
  if (sourceLinks.length > MAX_SOURCE_LINKS) {
    throw new RegistryError(
      'SOURCE_LINKS_TOO_MANY',
      `the package has ${sourceLinks.length} source links; at most ${MAX_SOURCE_LINKS} are allowed`,
      { pointer: '/source_links', limit: MAX_SOURCE_LINKS, actual: sourceLinks.length },
    );
  }
  sourceLinks.forEach(({ title, url }, index) => {
    const pointer = pointerTo('/source_links', index);
    checkPart('SOURCE_LINK_INVALID', title, pointerTo(pointer, 'title'), MAX_TITLE_BYTES, true);
    checkPart('SOURCE_LINK_INVALID', url, pointerTo(pointer, 'url'), MAX_REF_BYTES, true);
    const fault = linkUrlFault(url);
    if (fault === undefined) return;
    throw new RegistryError(
      fault.kind === 'form' ? 'SOURCE_LINK_INVALID' : 'SOURCE_LINK_NOT_PUBLIC',
      `the source link ${quoteForMessage(url)} is refused: ${fault.reason}`,
      { pointer: pointerTo(pointer, 'url'), allowed: 'an http or https URL of a public host, without user info' },
    );
  });
}

function checkMaterials({ implementationMaterials }: PackageRequest): void {
  if (implementationMaterials.length > MAX_IMPLEMENTATION_MATERIALS) {
    throw new RegistryError(
      'IMPLEMENTATION_MATERIALS_TOO_MANY',
      `the package has ${implementationMaterials.length} implementation materials; at most ${MAX_IMPLEMENTATION_MATERIALS} are allowed`,
      {
        pointer: '/implementation_materials',
        limit: MAX_IMPLEMENTATION_MATERIALS,
        actual: implementationMaterials.length,
      },
    );
  }
  implementationMaterials.forEach(({ title, ref, bundleTreeSha256 }, index) => {
    const pointer = pointerTo('/implementation_materials', index);
    if (ref === '') {
      throw new RegistryError('IMPLEMENTATION_MATERIAL_INVALID', `${pointer}/ref is required`, {
        pointer: `${pointer}/ref`,
      });
    }
    checkPart('IMPLEMENTATION_MATERIAL_INVALID', title, pointerTo(pointer, 'title'), MAX_TITLE_BYTES, false);
    checkPart('IMPLEMENTATION_MATERIAL_INVALID', ref, pointerTo(pointer, 'ref'), MAX_REF_BYTES, true);
    parseBundleRef(ref, pointerTo(pointer, 'ref'));
    if (bundleTreeSha256 !== '' && !isTreeDigest(bundleTreeSha256)) {
      throw new RegistryError(
        'TREE_DIGEST_INVALID',
        `the tree digest ${quoteForMessage(bundleTreeSha256)} is not sha256: and 64 hex digits`,
        { pointer: pointerTo(pointer, 'bundle_tree_sha256'), allowed: 'sha256: and 64 hex digits' },
      );
    }
  });
}

function checkPart(
  code: 'SOURCE_LINK_INVALID' | 'IMPLEMENTATION_MATERIAL_INVALID',
  text: string,
  pointer: string,
  limit: number,
  required: boolean,
): void {
  if (required && text === '') throw new RegistryError(code, `${pointer} is required`, { pointer, limit });
  const sizeBytes = byteLength(text);
  if (sizeBytes <= limit) return;
  throw new RegistryError(code, `${pointer} has ${sizeBytes} bytes; at most ${limit} are allowed`, {
    pointer,
    limit,
    actual: sizeBytes,
  });
}

function checkVersions({ schemaVersion, manifest }: PackageRequest): void {
  if (schemaVersion !== SCHEMA_VERSION) {
    throw new RegistryError(
      'SCHEMA_VERSION_UNSUPPORTED',
      `schema_version ${quoteForMessage(schemaVersion)} is not supported; allowed is "${SCHEMA_VERSION}"`,
      { pointer: '/schema_version', allowed: SCHEMA_VERSION, actual: schemaVersion },
    );
  }
  const specVersion = textOf(member(manifest, 'anip_spec_version'));
  if (specVersion !== SPEC_VERSION) {
    throw new RegistryError(
      'SPEC_VERSION_UNSUPPORTED',
      `manifest.anip_spec_version ${quoteForMessage(specVersion)} is not supported; allowed is "${SPEC_VERSION}"`,
      { pointer: '/manifest/anip_spec_version', allowed: SPEC_VERSION, actual: specVersion },
    );
  }
}

function checkDocumentSize(name: string, sizeBytes: number, limit: number): void {
  if (sizeBytes <= limit) return;
  throw new RegistryError(
    'DOCUMENT_TOO_LARGE',
    `the ${name} has ${sizeBytes} bytes; at most ${limit} are allowed (each <, > and & counts six)`,
    { pointer: `/${name}`, limit, actual: sizeBytes },
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
