import {
  hasMember,
  isArray,
  isObject,
  listOf,
  member,
  textOf,
  type JsonObject,
  type JsonValue,
} from '../json/json-value';
import { CONTRACT_SCHEMA_VERSION } from '../definition-rules/head-and-topology';
import { isBlank, lowerCase, trim } from '../text';
import { firstUsableLineage } from './lineage';
import type { ImplementationMaterial, PackageRequest, SourceLink } from './package-request';

/** Of the request and of the definition in it: one text for both. */
export const SCHEMA_VERSION = CONTRACT_SCHEMA_VERSION;

/**
 * Brings a request into the one form that is validated, digested and stored (packages.md section 3). Builds new
 * objects; the request's own are never changed.
 */
export function normalisePackage(request: PackageRequest): PackageRequest {
  const readme = trim(isBlank(request.readme) ? textOf(member(request.manifest, 'readme')) : request.readme);
  const sourceLinks = normaliseSourceLinks(request);
  const implementationMaterials = normaliseMaterials(request);

  const manifest: Record<string, JsonValue> = { ...request.manifest };
  if (readme !== '') manifest.readme = readme;
  if (sourceLinks.length > 0) manifest.source_links = sourceLinks.map(({ title, url }) => ({ title, url }));
  if (implementationMaterials.length > 0) {
    manifest.implementation_material = { custom_code_bundles: implementationMaterials.map(materialJson) };
  }

  const lineage = firstUsableLineage(request.lineage, manifest, request.recommendedLock);
  return {
    ...request,
    schemaVersion: request.schemaVersion === '' ? SCHEMA_VERSION : request.schemaVersion,
    lineage,
    manifest: withLineage(manifest, lineage),
    recommendedLock: withLineage(request.recommendedLock, lineage),
    readme,
    sourceLinks,
    implementationMaterials,
  };
}

/** A material as it is written into manifests, records and the execution signature: empty parts left out. */
export function materialJson(material: ImplementationMaterial): JsonObject {
  return {
    ref: material.ref,
    ...(material.title === '' ? {} : { title: material.title }),
    ...(material.bundleTreeSha256 === '' ? {} : { bundle_tree_sha256: material.bundleTreeSha256 }),
  };
}

/** A present `null` counts as present: the lineage is only added where the member is absent. */
function withLineage(document: JsonObject, lineage: JsonObject | undefined): JsonObject {
  return lineage === undefined || hasMember(document, 'lineage') ? document : { ...document, lineage };
}

/** The choice between request and manifest is made before blank links are dropped. */
function normaliseSourceLinks(request: PackageRequest): readonly SourceLink[] {
  const links =
    request.sourceLinks.length > 0
      ? request.sourceLinks
      : listOf(member(request.manifest, 'source_links'))
          .filter(isObject)
          .map((link) => ({ title: textOf(member(link, 'title')), url: textOf(member(link, 'url')) }));
  return links
    .map(({ title, url }) => ({ title: trim(title), url: trim(url) }))
    .filter(({ title, url }) => title !== '' || url !== '');
}

function normaliseMaterials(request: PackageRequest): readonly ImplementationMaterial[] {
  return firstNonEmpty(
    () => request.implementationMaterials,
    () => readMaterials(member(request.manifest, 'implementation_materials')),
    () => readMaterials(member(request.manifest, 'implementation_material')),
  )
    .map(({ title, ref, bundleTreeSha256 }) => ({
      title: trim(title),
      ref: trim(ref),
      bundleTreeSha256: lowerCase(trim(bundleTreeSha256)),
    }))
    .filter(({ title, ref, bundleTreeSha256 }) => title !== '' || ref !== '' || bundleTreeSha256 !== '');
}

function firstNonEmpty<T>(...sources: readonly (() => readonly T[])[]): readonly T[] {
  for (const source of sources) {
    const items = source();
    if (items.length > 0) return items;
  }
  return [];
}

function readMaterials(value: JsonValue | undefined): readonly ImplementationMaterial[] {
  let source = value;
  // An object is a material itself or leads on to its `custom_code_bundles`; a loop, since these may nest deeply.
  while (isObject(source)) {
    const own = readMaterial(source);
    if (own !== undefined) return [own];
    source = member(source, 'custom_code_bundles');
  }
  if (!isArray(source)) return [];
  return source.filter(isObject).flatMap((element) => readMaterial(element) ?? []);
}

function readMaterial(value: JsonObject): ImplementationMaterial | undefined {
  const material = {
    title: textOf(member(value, 'title')),
    ref: firstNonBlank(value, 'ref', 'uri', 'url'),
    bundleTreeSha256: firstNonBlank(value, 'bundle_tree_sha256', 'tree_sha256'),
  };
  return [material.title, material.ref, material.bundleTreeSha256].every(isBlank) ? undefined : material;
}

function firstNonBlank(value: JsonObject, ...names: readonly string[]): string {
  return names.map((name) => textOf(member(value, name))).find((text) => !isBlank(text)) ?? '';
}
