import type { TemplateRecord, TemplateSummary } from '../core/template-record';
import { wireTimestamp } from '../core/timestamp';

/** Columns of a list item; aliases v (version), s (stats), m (the manifest's blob). */
export const SUMMARY_COLUMNS = `
  v.template_id, v.template_version, v.template_kind, v.project_type, v.anip_spec_version, v.domain, v.industry,
  v.systems, v.publisher_id, v.publisher_type, v.published_at, s.download_count, m.content AS manifest`;

export interface SummaryRow {
  readonly template_id: string;
  readonly template_version: string;
  readonly template_kind: string;
  readonly project_type: string;
  readonly anip_spec_version: string;
  readonly domain: string;
  readonly industry: string;
  readonly systems: readonly string[];
  readonly publisher_id: string;
  readonly publisher_type: string;
  readonly published_at: Date;
  /** bigint: the driver gives text. */
  readonly download_count: string;
  readonly manifest: Buffer;
}

export interface TemplateRow extends SummaryRow {
  readonly manifest_digest: string;
  readonly template_digest: string;
  readonly package_digest: string;
  readonly template: Buffer;
  readonly envelope: Buffer;
}

export function summaryFrom(row: SummaryRow): TemplateSummary {
  return {
    templateId: row.template_id,
    templateVersion: row.template_version,
    templateKind: row.template_kind,
    projectType: row.project_type,
    anipSpecVersion: row.anip_spec_version,
    domain: row.domain,
    industry: row.industry,
    systems: row.systems,
    publisherId: row.publisher_id,
    publisherType: row.publisher_type,
    publishedAt: wireTimestamp(row.published_at),
    downloadCount: Number(row.download_count),
    manifest: row.manifest,
  };
}

export function recordFrom(row: TemplateRow): TemplateRecord {
  return {
    ...summaryFrom(row),
    manifestDigest: row.manifest_digest,
    templateDigest: row.template_digest,
    packageDigest: row.package_digest,
    template: row.template,
    envelope: row.envelope,
  };
}
