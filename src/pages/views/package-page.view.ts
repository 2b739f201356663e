import { DEV_KEY_ID } from '../../config/dev-signer';
import { member, objectOf } from '../../core/json/json-value';
import type { Publication } from '../../core/package-record';
import { latestVersion } from '../../core/version-order';
import { TREND_DAYS, type ListedVersion, type PackagePage } from '../package-page.query';
import type { PackageDocuments, PerformedCheck } from '../receipt-verification';
import { capabilitiesView } from './capabilities.view';
import { documentViews } from './documents.view';
import { countText, counted } from './format';
import { frontingView } from './fronting.view';
import { guidanceMember } from './guidance-member';
import { compareHref, packageApiHref, packageHref } from './hrefs';
import { lifecycleBadge } from './lifecycle-badge.view';
import { lifecycleHistoryView } from './lifecycle-history.view';
import { lifecycleView } from './lifecycle.view';
import { lineageView } from './lineage.view';
import { readinessView } from './readiness.view';
import { servicesView } from './services.view';
import { shownText, visible, words } from './shown-text';
import { sourcesView } from './sources.view';
import { trendView } from './trend.view';
import { trustView } from './trust.view';
import { commandsView } from './verify-commands.view';

export interface PackagePageInput {
  readonly page: PackagePage;
  readonly documents: PackageDocuments;
  readonly checks: readonly PerformedCheck[];
  readonly origin: string;
}

/** The page of one version: everything is formatted here and in the views of its sections. */
export function packagePageView({ page, documents, checks, origin }: PackagePageInput): object {
  const { record } = page;
  const { packageId: id, packageVersion: version } = record;
  const { manifest, definition, lock, lineage } = documents;
  const consumability = guidanceMember(manifest, lock, 'agent_consumability');
  const readiness = guidanceMember(manifest, lock, 'agent_consumption_readiness');
  const name = shownText(manifest, 'name') || id;
  const summary = shownText(manifest, 'summary');
  const capabilities = capabilitiesView(definition, consumability);
  const services = servicesView(definition) as { readonly count: string };
  const ready = readinessView(readiness, consumability);
  return {
    title: `${name} ${version}`,
    description: summary || `Signed service contract ${id}@${version}`,
    name,
    summary,
    id,
    version,
    packageHref: packageHref(id),
    ...publisherView(record),
    schemaVersion: record.schemaVersion,
    specVersion: shownText(manifest, 'anip_spec_version'),
    published: record.publishedAt,
    contractSignature: visible(record.contractSignature),
    lifecycle: lifecycleView(record.lifecycle),
    lifecycleBadge: lifecycleBadge(record.lifecycle.status),
    isDevKey: page.receipt.keyId === DEV_KEY_ID,
    versions: neighboursView(id, version, page.versions),
    tiles: [
      { name: 'Capabilities', value: capabilities.count },
      { name: 'Services', value: services.count },
      { name: 'Agent readiness', value: ready.score },
      { name: 'Capability guidance', value: ready.guidanceCount },
      { name: 'Required glue', value: ready.glueCount },
      { name: 'Downloads', value: countText(record.downloadCount) },
    ],
    capabilities,
    services,
    fronting: frontingView(definition),
    readiness: ready,
    ...sourcesView(documents.display),
    lineage: lineageView(record, lineage),
    history: lifecycleHistoryView(page),
    ...trustView(page, checks),
    commands: commandsView(page, origin),
    files: filesView(record),
    trend: trendView(page.days, page.today, TREND_DAYS),
    downloads: counted(record.downloadCount, 'download'),
    recordHref: packageApiHref(id, version),
    documents: documentViews([
      { name: 'Service definition', value: definition },
      { name: 'Manifest', value: manifest },
      { name: 'Recommended lock', value: lock },
      { name: 'Lineage', value: lineage ?? {} },
      { name: 'Agent readiness', value: readiness },
      { name: 'Agent consumability', value: consumability },
      {
        name: 'Agent publication gate',
        value: objectOf(member(manifest, 'agent_consumption_publication_gate')),
      },
    ]),
  };
}

/** Who signed history says it was; nobody's standing is claimed beyond that. */
export function publisherView({ publisherId, publisherType }: Pick<Publication, 'publisherId' | 'publisherType'>): {
  readonly publisher: string;
  readonly publisherType: string;
} {
  return {
    publisher: visible(publisherId) || 'unknown',
    publisherType: words(visible(publisherType)).toLowerCase() || 'unverified',
  };
}

function neighboursView(id: string, version: string, versions: readonly ListedVersion[]): object {
  const latest = latestVersion(versions)?.version ?? version;
  // What was taken down is not compared, so nothing leads there.
  const served = versions.filter(({ status }) => status !== 'takedown');
  const at = served.findIndex((listed) => listed.version === version);
  const [newer, older] = [served[at - 1], served[at + 1]];
  return {
    count: counted(versions.length, 'version'),
    href: packageHref(id),
    isLatest: latest === version,
    latest: { text: latest, href: packageHref(id, latest), compareHref: compareHref(id, version, latest) },
    older: older === undefined ? undefined : { text: older.version, href: compareHref(id, older.version, version) },
    newer: newer === undefined ? undefined : { text: newer.version, href: compareHref(id, version, newer.version) },
  };
}

/** A yanked version is only fetched by who says so. */
function filesView({ packageId, packageVersion, lifecycle }: Publication): object {
  const api = packageApiHref(packageId, packageVersion);
  const isYanked = lifecycle.status === 'yanked';
  const query = isYanked ? '?allow_yanked=true' : '';
  return {
    isYanked,
    links: [
      { href: `${api}/download${query}`, text: 'Download artifact', about: 'the record with all documents; counted' },
      { href: `${api}/lock${query}`, text: 'Download lock', about: 'what a build pins' },
      { href: `${api}/receipt`, text: 'Receipt', about: 'the signature as JSON' },
      { href: api, text: 'Record', about: 'the same as JSON; not counted' },
    ],
  };
}
