import { digestOf } from '../digest';
import { EXECUTION_SIGNATURE_MEMBER } from '../execution-signature';
import { isEmptyObject, isObject, member, objectOf, type JsonObject, type JsonValue } from '../json/json-value';
import { text } from './read-members';

const IDENTITY_MEMBERS = ['package_id', 'package_version', 'contract_signature', 'publisher_id', 'publisher_type'];

/** The two places of a document in a bundle, the one that is read first. */
const DOCUMENTS = [
  ['service_definition', 'service_definition'],
  ['manifest', 'manifest'],
  ['lock', 'recommended_lock'],
] as const;

/** The objects of that name at the root and in the package; empty ones do not count. */
export function copiesOf(root: JsonObject, record: JsonObject, name: string): readonly JsonObject[] {
  const inRecord = DOCUMENTS.find(([document]) => document === name)?.[1] ?? name;
  return objectsOf(member(root, name), member(record, inRecord));
}

/**
 * What a bundle holds twice and not the same, by name: which copy a tool reads must make no difference. `lineage` is the
 * one that is checked: each that is stated must be the same, also one that was passed over since it is not usable.
 */
export function disagreementsOf(
  root: JsonObject,
  record: JsonObject,
  lineage: JsonObject | undefined,
): readonly string[] {
  const digests = objectOf(member(root, 'digests'));
  const receipt = objectOf(member(root, 'receipt'));
  const publication = objectOf(member(root, 'publication'));
  const manifest = copiesOf(root, record, 'manifest')[0];
  const lock = copiesOf(root, record, 'lock')[0];
  const lineages: Readonly<Record<string, readonly JsonObject[]>> = {
    lineage: copiesOf(root, record, 'lineage'),
    'publication.lineage': objectsOf(member(publication, 'lineage')),
  };
  const texts: Readonly<Record<string, readonly string[]>> = {
    'digests.service_definition': [text(digests, 'service_definition'), text(record, 'definition_digest')],
    'digests.manifest': [text(digests, 'manifest'), text(record, 'manifest_digest')],
    'digests.lock': [text(digests, 'lock'), text(record, 'lock_digest')],
    package_execution_signature: [
      text(digests, 'package_execution'),
      ...[record, manifest, lock].map((document) => text(document, EXECUTION_SIGNATURE_MEMBER)),
    ],
    'digests.receipt': statesReceipt(digests, receipt) ? [] : ['stated', 'another'],
    ...Object.fromEntries(
      IDENTITY_MEMBERS.map((name) => [`publication.${name}`, [text(publication, name), text(record, name)]]),
    ),
  };
  return [
    ...DOCUMENTS.map(([name]) => name).filter((name) => areDifferent(copiesOf(root, record, name))),
    ...Object.keys(lineages).filter((name) => isAnother(lineages[name] ?? [], lineage ?? member(record, 'lineage'))),
    ...Object.keys(texts).filter((name) => new Set(texts[name]?.filter((copy) => copy !== '')).size > 1),
  ];
}

/** `digests.receipt` is the receipt's id (cli.md section 1) or, in older bundles, its signature. */
function statesReceipt(digests: JsonObject, receipt: JsonObject): boolean {
  const known = [text(receipt, 'receipt_id'), text(receipt, 'registry_signature')].filter((stated) => stated !== '');
  const stated = text(digests, 'receipt');
  return stated === '' || known.length === 0 || known.includes(stated);
}

function objectsOf(...values: readonly (JsonValue | undefined)[]): readonly JsonObject[] {
  return [...new Set(values)].filter(isObject).filter((value) => !isEmptyObject(value));
}

/** Something is stated, and not all of it is what counts. */
function isAnother(stated: readonly JsonObject[], counts: JsonValue | undefined): boolean {
  return stated.length > 0 && areDifferent([...stated, ...objectsOf(counts)]);
}

function areDifferent(copies: readonly JsonObject[]): boolean {
  return new Set(copies.map((copy) => digestOf(copy))).size > 1;
}
