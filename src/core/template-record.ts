import { listOf, member, textOf, type JsonObject } from './json/json-value';
import { ObjectWriter } from './json/splice';
import { publisherMembers, type Publisher } from './publisher';
import type { TemplateRequest } from './template-rules/template-request';
import { isBlank, trim } from './text';

/** What a template is about; read out of its documents once, at publish (templates.md, "Shapes"). */
export interface TemplateFacts {
  readonly templateKind: string;
  readonly projectType: string;
  readonly anipSpecVersion: string;
  readonly domain: string;
  readonly industry: string;
  readonly systems: readonly string[];
}

export interface TemplateSummary extends TemplateFacts, Publisher {
  readonly templateId: string;
  readonly templateVersion: string;
  readonly publishedAt: string;
  readonly downloadCount: number;
  /** Canonical bytes. */
  readonly manifest: Buffer;
}

export interface TemplateRecord extends TemplateSummary {
  readonly manifestDigest: string;
  readonly templateDigest: string;
  readonly packageDigest: string;
  readonly template: Buffer;
  readonly envelope: Buffer;
}

export function templateFacts({ manifest, template }: TemplateRequest): TemplateFacts {
  const industry = textOf(member(manifest, 'industry'));
  return {
    templateKind: textOf(member(template, 'kind')),
    projectType: textOf(member(template, 'projectType')),
    anipSpecVersion: textOf(member(template, 'anipSpecVersion')),
    domain: textOf(member(template, 'domain')),
    industry: isBlank(industry) ? textOf(member(template, 'industry')) : industry,
    systems: listOf(member(manifest, 'systems'))
      .map((system) => trim(textOf(system)))
      .filter((system) => system !== ''),
  };
}

/** A list item; `manifest` is left out when empty, kind and project type never are. */
export function templateSummaryBytes(summary: TemplateSummary): Buffer {
  const writer = new ObjectWriter().members(summaryMembers(summary));
  if (summary.manifest.length > 2) writer.splice('manifest', summary.manifest);
  return writer.toBuffer();
}

export function templateRecordBytes(record: TemplateRecord): Buffer {
  return new ObjectWriter()
    .members({
      ...summaryMembers(record),
      manifest_digest: record.manifestDigest,
      template_digest: record.templateDigest,
      package_digest: record.packageDigest,
    })
    .splice('manifest', record.manifest)
    .splice('template', record.template)
    .splice('package', record.envelope)
    .toBuffer();
}

function summaryMembers(summary: TemplateSummary): JsonObject {
  return {
    template_id: summary.templateId,
    template_version: summary.templateVersion,
    template_kind: summary.templateKind,
    project_type: summary.projectType,
    anip_spec_version: summary.anipSpecVersion,
    ...(summary.domain === '' ? {} : { domain: summary.domain }),
    ...(summary.industry === '' ? {} : { industry: summary.industry }),
    ...(summary.systems.length === 0 ? {} : { systems: summary.systems }),
    ...publisherMembers(summary),
    published_at: summary.publishedAt,
    download_count: summary.downloadCount,
  };
}
