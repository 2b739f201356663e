import {
  isArray,
  isEmptyObject,
  isObject,
  listOf,
  member,
  objectOf,
  type JsonObject,
  type JsonValue,
} from '../json/json-value';
import { materialJson, SCHEMA_VERSION } from '../package-rules/normalise-package';
import type { ImplementationMaterial } from '../package-rules/package-request';
import { lowerCase } from '../text';
import { firstObject, firstText, requireDocument, requireText } from './members';

/**
 * The publish request that a portable bundle or a registry record holds (cli.md section 2, table). The members keep the
 * table's order, and texts are trimmed; what must be there is checked here, before any network is used.
 * @throws RegistryError IDENTITY_REQUIRED, MEMBER_TYPE_INVALID naming the member of the request
 */
export function publishRequestFromBundle(root: JsonObject): JsonObject {
  const record = objectOf(member(root, 'package'));
  const publication = objectOf(member(root, 'publication'));
  const source: JsonObject = { ...root, ...record };
  const lineage = firstObject(member(source, 'lineage'), member(root, 'lineage'), member(publication, 'lineage'));
  const developerRevision = member(lineage, 'developer_revision');

  const identity = {
    package_id: firstText(member(source, 'package_id')),
    package_version: firstText(member(source, 'package_version')),
    project_ref: firstText(...of('project_ref', source, publication, lineage)),
    product_revision_ref: firstText(
      ...of('product_revision_ref', source, publication, lineage),
      member(member(lineage, 'product_revision'), 'ref'),
    ),
    developer_revision_ref: firstText(
      ...of('developer_revision_ref', source, publication, lineage),
      member(developerRevision, 'ref'),
    ),
    contract_signature: firstText(
      ...of('contract_signature', source, publication),
      member(developerRevision, 'contract_signature'),
    ),
  };
  const documents = {
    manifest: firstObject(...of('manifest', root, source)),
    service_definition: firstObject(...of('service_definition', root, source)),
    recommended_lock: firstObject(member(root, 'lock'), member(source, 'recommended_lock')),
  };
  for (const [name, text] of Object.entries(identity)) requireText(name, text);
  for (const [name, document] of Object.entries(documents)) requireDocument(name, document);

  const manifestOfSource = member(source, 'manifest');
  return {
    ...identity,
    ...unlessBlank('publisher_id', firstText(...of('publisher_id', source, publication))),
    ...unlessBlank('publisher_type', firstText(...of('publisher_type', source, publication))),
    ...(isEmptyObject(lineage) ? {} : { lineage }),
    schema_version: firstText(member(source, 'schema_version')) || SCHEMA_VERSION,
    ...documents,
    ...unlessBlank('readme', firstText(...of('readme', source, manifestOfSource))),
    ...unlessEmpty('source_links', sourceLinks(source, manifestOfSource)),
    ...unlessEmpty('implementation_materials', implementationMaterials(source, manifestOfSource)),
  };
}

/** The member of this name of each value. */
function of(name: string, ...values: readonly (JsonValue | undefined)[]): (JsonValue | undefined)[] {
  return values.map((value) => member(value, name));
}

function unlessBlank(name: string, text: string): JsonObject {
  return text === '' ? {} : { [name]: text };
}

function unlessEmpty(name: string, items: readonly JsonObject[]): JsonObject {
  return items.length === 0 ? {} : { [name]: items };
}

/** Unlike the others, this choice is made by presence: a list of blank links still hides the manifest's. */
function sourceLinks(source: JsonObject, manifest: JsonValue | undefined): JsonObject[] {
  return listOf(member(source, 'source_links') ?? member(manifest, 'source_links'))
    .filter(isObject)
    .map((link) => ({ title: firstText(member(link, 'title')), url: firstText(member(link, 'url')) }))
    .filter(({ title, url }) => title !== '' || url !== '');
}

function implementationMaterials(source: JsonObject, manifest: JsonValue | undefined): JsonObject[] {
  const own = readMaterials(member(source, 'implementation_materials'));
  return own.length > 0 ? own : readMaterials(member(manifest, 'implementation_material'));
}

function readMaterials(value: JsonValue | undefined): JsonObject[] {
  const bundles = member(value, 'custom_code_bundles');
  const elements = isArray(value) ? value : isArray(bundles) ? bundles : [value ?? null];
  const byIdentity = new Map<string, ImplementationMaterial>();
  for (const element of elements.filter(isObject)) {
    const material = {
      title: firstText(member(element, 'title')),
      ref: firstText(member(element, 'ref')),
      bundleTreeSha256: lowerCase(
        firstText(...['bundle_tree_sha256', 'tree_sha256'].map((name) => member(element, name))),
      ),
    };
    const identity = JSON.stringify([material.ref, material.bundleTreeSha256]);
    if (material.ref !== '' && !byIdentity.has(identity)) byIdentity.set(identity, material);
  }
  return [...byIdentity.values()].map(materialJson);
}
