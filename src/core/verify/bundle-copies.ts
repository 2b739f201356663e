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
  ['lineage', 'lineage'],
] as const;

/** The objects of that name at the root and in the package; empty ones do not count. */
export function copiesOf(root: JsonObject, record: JsonObject, name: string): readonly JsonObject[] {
  const inRecord = DOCUMENTS.find(([document]) => document === name)?.[1] ?? name;
  return objectsOf(member(root, name), member(record, inRecord));
}

/**
 * What a bundle holds twice and not the same, by name: which copy a tool reads must make no difference. `lineage` is the
 * one that is checked; a copy that was passed over for it, since it is not usable, differs from it.
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
    ...DOCUMENTS.map(([name]) => name).filter((name) => {
      const copies = copiesOf(root, record, name);
      const isLineage = name === 'lineage' && copies.length > 0 && lineage !== undefined;
      return areDifferent(isLineage ? [...copies, lineage] : copies);
    }),
    ...(areDifferent(objectsOf(member(publication, 'lineage'), member(record, 'lineage')))
      ? ['publication.lineage']
      : []),
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

function areDifferent(copies: readonly JsonObject[]): boolean {
  return new Set(copies.map((copy) => digestOf(copy))).size > 1;
}
