import { DEV_KEY_ID } from '../../config/dev-signer';
import { member, objectOf } from '../../core/json/json-value';
import type { PublishedPage } from '../package-page.query';
import type { PackageDocuments, PerformedCheck } from '../receipt-verification';
import { capabilitiesView } from './capabilities.view';
import { documentViews } from './documents.view';
import { frontingView } from './fronting.view';
import { guidanceMember } from './guidance-member';
import { packageApiHref, packageHref } from './hrefs';
import { lineageView, type Fact } from './lineage.view';
import { opensslCommands } from './openssl-commands';
import { publisherView, type PublisherView } from './publisher.view';
import { readinessView } from './readiness.view';
import { servicesView } from './services.view';
import { shownText, visible } from './shown-text';
import { sourcesView, type LinkView } from './sources.view';
import { trustView, type TrustView } from './trust.view';

/** Of what was published, what the fresh parts of a page print: it must stay small, since it is kept. */
export interface PublishedView extends TrustView, PublisherView {
  readonly title: string;
  readonly description: string;
  readonly name: string;
  readonly summary: string;
  readonly id: string;
  readonly version: string;
  readonly packageHref: string;
  readonly recordHref: string;
  readonly specVersion: string;
  readonly published: string;
  readonly contractSignature: string;
  readonly readinessStatus: string;
  readonly isDevKey: boolean;
  readonly hasReadme: boolean;
  readonly publishedTiles: readonly Tile[];
  readonly links: readonly LinkView[];
  readonly materials: readonly object[];
  readonly lineage: readonly Fact[];
  readonly opensslCommands: string;
}

export interface Tile {
  readonly name: string;
  readonly value: string;
}

/** A page as far as it never changes: what is kept of it, and what its two kept parts are printed of. */
export interface PublishedPageView {
  readonly view: PublishedView;
  readonly contract: object;
  readonly documents: object;
}

export function publishedPageView(
  page: PublishedPage,
  documents: PackageDocuments,
  checks: readonly PerformedCheck[],
): PublishedPageView {
  const { record } = page;
  const { packageId: id, packageVersion: version } = record;
  const { manifest, definition, lock, lineage } = documents;
  const consumability = guidanceMember(manifest, lock, 'agent_consumability');
  const readiness = guidanceMember(manifest, lock, 'agent_consumption_readiness');
  const name = shownText(manifest, 'name') || id;
  const summary = shownText(manifest, 'summary');
  const recordHref = packageApiHref(id, version);
  const capabilities = capabilitiesView(definition, consumability);
  const services = servicesView(definition);
  const ready = readinessView(readiness, consumability);
  const { readme, links, materials } = sourcesView(documents.display);
  return {
    view: {
      title: `${name} ${version}`,
      description: summary || `Signed service contract ${id}@${version}`,
      name,
      summary,
      id,
      version,
      packageHref: packageHref(id),
      recordHref,
      ...publisherView(record),
      specVersion: shownText(manifest, 'anip_spec_version'),
      published: record.publishedAt,
      contractSignature: visible(record.contractSignature),
      readinessStatus: ready.status,
      isDevKey: page.receipt.keyId === DEV_KEY_ID,
      hasReadme: readme !== undefined,
      publishedTiles: [
        { name: 'Capabilities', value: capabilities.count },
        { name: 'Services', value: services.count },
        { name: 'Agent readiness', value: ready.score },
        { name: 'Capability guidance', value: ready.guidanceCount },
        { name: 'Required glue', value: ready.glueCount },
      ],
      links,
      materials,
      lineage: lineageView(record, lineage),
      ...trustView(page, checks),
      opensslCommands: opensslCommands(page),
    },
    contract: { readme, capabilities, services, fronting: frontingView(definition), readiness: ready, recordHref },
    documents: {
      recordHref,
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
    },
  };
}
