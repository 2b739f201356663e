import { listOf, member, textOf } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import type { TemplateRecord, TemplateSummary } from '../core/template-record';

/** Flat view objects: everything is formatted here, a view only loops and tests. */
export function templateListView(items: readonly TemplateSummary[], nextCursor: string | undefined): object {
  return {
    title: 'Templates',
    items: items.map(listItem),
    isEmpty: items.length === 0,
    next: nextCursor === undefined ? undefined : `?cursor=${nextCursor}`,
  };
}

export function templateView(record: TemplateRecord): object {
  const template = parseJson(record.template);
  const api = `/registry-api/v1/templates/${encodeURIComponent(record.templateId)}/${encodeURIComponent(record.templateVersion)}`;
  return {
    ...listItem(record),
    domain: record.domain,
    industry: record.industry,
    systems: record.systems.join(', '),
    documents: listOf(member(template, 'documents')).map((document) => textOf(member(document, 'filename'))),
    digests: [
      { name: 'Manifest', digest: record.manifestDigest },
      { name: 'Template', digest: record.templateDigest },
      { name: 'Download', digest: record.packageDigest },
    ],
    links: [
      { href: api, text: 'Record (JSON)' },
      { href: `${api}/download`, text: 'Download' },
    ],
  };
}

function listItem(summary: TemplateSummary): Record<string, unknown> {
  const { templateId, templateVersion } = summary;
  return {
    title: textOf(member(parseJson(summary.manifest), 'template_title')) || templateId,
    id: templateId,
    version: templateVersion,
    href: `/registry/templates/${encodeURIComponent(templateId)}/${encodeURIComponent(templateVersion)}`,
    kind: summary.templateKind,
    projectType: summary.projectType,
    specVersion: summary.anipSpecVersion,
    publisher: summary.publisherId,
    publishedAt: summary.publishedAt,
    downloads: summary.downloadCount,
  };
}
