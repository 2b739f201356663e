import { listOf, member, objectOf, type JsonValue } from '../../core/json/json-value';
import { downloadFileName } from '../../core/file-name';
import { parseJson } from '../../core/json/parse-json';
import { latestVersion } from '../../core/version-order';
import { TREND_DAYS } from '../package-page-state.query';
import type { TemplatePage } from '../template-page.query';
import { documentViews } from './documents.view';
import { countText, counted } from './format';
import { templateApiHref, templateHref } from './hrefs';
import { publisherView } from './publisher.view';
import { shellQuote } from './shell';
import { shownText, visible } from './shown-text';
import { connectionView, discoveryView, mappingView, sourceDocumentView } from './template-parts.view';
import { trendView } from './trend.view';

/** The page of one template version: starting material to read, nothing that runs. */
export function templatePageView(page: TemplatePage, origin: string): object {
  const { record } = page;
  const { templateId: id, templateVersion: version } = record;
  const manifest = objectOf(parseJson(record.manifest));
  const template = objectOf(parseJson(record.template));
  const envelope = objectOf(parseJson(record.envelope));
  const parts = (name: string): readonly JsonValue[] => listOf(member(template, name));
  const name = shownText(manifest, 'template_title') || shownText(template, 'title') || id;
  const summary =
    shownText(manifest, 'template_summary') || shownText(manifest, 'summary') || shownText(template, 'summary');
  const latest = latestVersion(page.versions.map((text) => ({ version: text, status: 'active' as const })));
  return {
    title: `${name} ${version}`,
    description: summary || `Starter template ${id}@${version}`,
    name,
    summary: summary || 'Starting material for a governed service.',
    id,
    version,
    versionsHref: templateHref(id),
    versionCount: counted(page.versions.length, 'version'),
    isLatest: latest === undefined || latest.version === version,
    latest: { text: latest?.version ?? version, href: templateHref(id, latest?.version ?? version) },
    ...publisherView(record),
    kind: visible(record.templateKind),
    specVersion: visible(record.anipSpecVersion),
    published: record.publishedAt,
    downloads: counted(record.downloadCount, 'download'),
    facts: [
      { name: 'Kind', value: visible(record.templateKind) },
      { name: 'Project type', value: visible(record.projectType) },
      { name: 'Specification', value: visible(record.anipSpecVersion) },
      { name: 'Domain', value: visible(record.domain) || 'not declared' },
      { name: 'Industry', value: visible(record.industry) || 'not declared' },
      { name: 'Systems', value: record.systems.map(visible).join(', ') || 'not declared' },
    ],
    tiles: [
      { name: 'Downloads', value: countText(record.downloadCount) },
      { name: 'Documents', value: countText(parts('documents').length) },
      { name: 'Connections', value: countText(parts('connections').length) },
      { name: 'Capability mappings', value: countText(parts('capabilityMappings').length) },
      { name: 'Discovery records', value: countText(parts('discoveryRecords').length) },
    ],
    documents: parts('documents').map(sourceDocumentView),
    connections: parts('connections').map(connectionView),
    mappings: parts('capabilityMappings').map(mappingView),
    discovery: parts('discoveryRecords').map(discoveryView),
    digests: [
      { name: 'Manifest', digest: record.manifestDigest },
      { name: 'Template', digest: record.templateDigest },
      { name: 'Download', digest: record.packageDigest },
    ],
    recordHref: templateApiHref(id, version),
    downloadHref: `${templateApiHref(id, version)}/download`,
    downloadCommand: [
      `anip template download ${shellQuote(`${id}@${version}`)}`,
      `--registry-url ${shellQuote(origin)}`,
      `--output ${shellQuote(downloadFileName(id, version, '.anip-template.json'))}`,
    ].join(' \\\n  '),
    trend: trendView(page.days, page.today, TREND_DAYS),
    rawDocuments: documentViews([
      { name: 'Manifest', value: manifest },
      { name: 'Template', value: template },
      { name: 'Download envelope', value: envelope },
    ]),
  };
}
