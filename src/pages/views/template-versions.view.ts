import { member, textOf } from '../../core/json/json-value';
import { parseJson } from '../../core/json/parse-json';
import type { TemplateSummary } from '../../core/template-record';
import { latestVersion } from '../../core/version-order';
import { countText, counted } from './format';
import { templateHref } from './hrefs';
import { publisherView } from './publisher.view';
import { visible } from './shown-text';

/** All versions of a template, the highest first. */
export function templateVersionsView(id: string, versions: readonly TemplateSummary[]): object {
  const candidates = versions.map((summary) => ({
    version: summary.templateVersion,
    status: 'active' as const,
    manifest: summary.manifest,
  }));
  const latest = latestVersion(candidates);
  const title = latest === undefined ? '' : textOf(member(parseJson(latest.manifest), 'template_title'));
  const name = visible(title) || id;
  const downloads = versions.reduce((sum, { downloadCount }) => sum + downloadCount, 0);
  return {
    title: name === id ? id : `${name} (${id})`,
    description: `All versions of the starter template ${id}`,
    id,
    name,
    latest: { text: latest?.version ?? '', href: templateHref(id, latest?.version ?? '') },
    count: counted(versions.length, 'immutable version'),
    downloads: counted(downloads, 'download'),
    rows: versions.map((summary) => ({
      version: summary.templateVersion,
      href: templateHref(id, summary.templateVersion),
      isLatest: summary.templateVersion === latest?.version,
      kind: visible(summary.templateKind),
      specVersion: visible(summary.anipSpecVersion),
      published: summary.publishedAt,
      downloads: countText(summary.downloadCount),
      ...publisherView(summary),
    })),
  };
}
