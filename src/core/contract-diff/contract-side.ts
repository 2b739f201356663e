import { canonicalJson } from '../json/canonical-json';
import {
  isArray,
  isEmptyObject,
  isObject,
  listOf,
  member,
  objectOf,
  textOf,
  type JsonObject,
} from '../json/json-value';
import { normalisePackage } from '../package-rules/normalise-package';
import type { PackageRequest } from '../package-rules/package-request';

/** One version of a contract, in the form in which it is published (packages.md section 3). */
export interface ContractSide {
  readonly serviceDefinition: JsonObject;
  /** Members of the record beside its documents: package_id, package_version, publisher_id, project_ref, ... */
  readonly identity: JsonObject;
  /** Undefined for a definition without a package: then only definitions are compared. */
  readonly documents: ContractDocuments | undefined;
}

export interface ContractDocuments {
  readonly manifest: JsonObject;
  readonly recommendedLock: JsonObject;
}

const IDENTITY_TEXTS = [
  'package_id',
  'package_version',
  'publisher_id',
  'publisher_type',
  'schema_version',
  'project_ref',
  'product_revision_ref',
  'developer_revision_ref',
  'contract_signature',
];

/**
 * Reads a registry record, a portable bundle, a publish request or a plain service definition (cli.md section 1);
 * undefined when the document is none of them.
 */
export function contractSideOf(document: JsonObject): ContractSide | undefined {
  if (isArray(member(document, 'capability_formalizations'))) {
    return { serviceDefinition: inCanonicalOrder(document), identity: {}, documents: undefined };
  }
  const publication = objectOf(member(document, 'publication'));
  const source = { ...document, ...publication, ...objectOf(member(document, 'package')) };
  const serviceDefinition = member(document, 'service_definition') ?? member(source, 'service_definition');
  if (!isObject(serviceDefinition)) return undefined;
  const manifest = firstObject(member(document, 'manifest'), member(source, 'manifest'));
  const lock = firstObject(member(document, 'lock'), member(source, 'recommended_lock'));
  const identity = Object.fromEntries(
    IDENTITY_TEXTS.map((name) => [name, textOf(member(source, name))]).filter(([, text]) => text !== ''),
  ) as JsonObject;
  const isPackage = !isEmptyObject(manifest) || !isEmptyObject(lock);
  return {
    serviceDefinition: inCanonicalOrder(serviceDefinition),
    identity,
    documents: isPackage ? normalisedDocuments(source, manifest, lock) : undefined,
  };
}

/**
 * README, links, materials and lineage stand beside the documents in requests and bundles and inside them in records.
 * Normalising, as publish does, makes both the same.
 */
function normalisedDocuments(source: JsonObject, manifest: JsonObject, recommendedLock: JsonObject): ContractDocuments {
  const elements = (name: string): readonly JsonObject[] => listOf(member(source, name)).filter(isObject);
  const lineage = member(source, 'lineage');
  const normalised = normalisePackage({
    ...EMPTY_REQUEST,
    manifest,
    recommendedLock,
    lineage: isObject(lineage) ? lineage : undefined,
    readme: textOf(member(source, 'readme')),
    sourceLinks: elements('source_links').map((link) => ({
      title: textOf(member(link, 'title')),
      url: textOf(member(link, 'url')),
    })),
    implementationMaterials: elements('implementation_materials').map((material) => ({
      title: textOf(member(material, 'title')),
      ref: textOf(member(material, 'ref')),
      bundleTreeSha256: textOf(member(material, 'bundle_tree_sha256')),
    })),
  });
  return {
    manifest: inCanonicalOrder(normalised.manifest),
    recommendedLock: inCanonicalOrder(normalised.recommendedLock),
  };
}

const EMPTY_REQUEST: PackageRequest = {
  packageId: '',
  packageVersion: '',
  projectRef: '',
  productRevisionRef: '',
  developerRevisionRef: '',
  contractSignature: '',
  schemaVersion: '',
  manifest: {},
  serviceDefinition: {},
  recommendedLock: {},
  readme: '',
  sourceLinks: [],
  implementationMaterials: [],
  lineage: undefined,
};

/** Members in the order in which a Registry stores them, so that the answer does not depend on who wrote the file. */
function inCanonicalOrder(document: JsonObject): JsonObject {
  return JSON.parse(canonicalJson(document)) as JsonObject;
}

function firstObject(...candidates: readonly (JsonObject[string] | undefined)[]): JsonObject {
  return candidates.map(objectOf).find((candidate) => !isEmptyObject(candidate)) ?? {};
}
