import { listOf, member, objectOf, textOf, type JsonObject } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import type { PackageRecord, Publication, Receipt } from '../core/package-record';

/** Flat view objects: everything is formatted here, a view only loops and tests. */
export function packageListView(items: readonly Publication[], nextCursor: string | undefined): object {
  return {
    title: 'Packages',
    items: items.map(listItem),
    isEmpty: items.length === 0,
    next: nextCursor === undefined ? undefined : `?cursor=${nextCursor}`,
  };
}

export function packageView(record: PackageRecord, receipt: Receipt, lifecycle: JsonObject): object {
  const manifest = objectOf(parseJson(record.manifest));
  const definition = objectOf(parseJson(record.serviceDefinition));
  const api = `/registry-api/v1/packages/${encodeURIComponent(record.packageId)}/${encodeURIComponent(record.packageVersion)}`;
  return {
    ...listItem(record),
    title: `${record.packageId} ${record.packageVersion}`,
    name: textOf(member(manifest, 'name')) || record.packageId,
    summary: textOf(member(manifest, 'summary')),
    specVersion: textOf(member(manifest, 'anip_spec_version')),
    reason: textOf(lifecycle.reason),
    publisher: record.publisherId,
    contractSignature: record.contractSignature,
    downloads: record.downloadCount,
    capabilities: listOf(member(definition, 'capability_formalizations')).map((capability) => ({
      id: textOf(member(capability, 'capability_id')),
      title: textOf(member(capability, 'title')),
      summary: textOf(member(capability, 'summary')),
      kind: textOf(member(capability, 'kind')),
      sideEffectLevel: textOf(member(capability, 'side_effect_level')),
    })),
    digests: [
      { name: 'Service definition', digest: record.definitionDigest },
      { name: 'Manifest', digest: record.manifestDigest },
      { name: 'Recommended lock', digest: record.lockDigest },
      { name: 'Package execution signature', digest: record.packageExecutionSignature },
    ],
    receipt: { keyId: receipt.keyId, signature: receipt.registrySignature, issuedAt: receipt.issuedAt },
    links: [
      { href: api, text: 'Record (JSON)' },
      { href: `${api}/download`, text: 'Download' },
      { href: `${api}/lock`, text: 'Lock' },
      { href: `${api}/receipt`, text: 'Receipt' },
    ],
  };
}

function listItem(publication: Publication): object {
  const { packageId, packageVersion } = publication;
  return {
    id: packageId,
    version: packageVersion,
    href: `/registry/packages/${encodeURIComponent(packageId)}/${encodeURIComponent(packageVersion)}`,
    publisher: publication.publisherId,
    publishedAt: publication.publishedAt,
    downloads: publication.downloadCount,
    status: publication.lifecycle.status,
    isActive: publication.lifecycle.status === 'active',
  };
}
