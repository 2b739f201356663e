import type { TemplateRecord } from '../core/template-record';
import type { SqlParameters } from '../database/sql-parameters';
import type { VersionRows } from '../publishing/store-version';

/** The rows of a new template version, beside its documents: version and counter. */
export function templateVersionRows(record: TemplateRecord, parameters: SqlParameters): VersionRows {
  const text = (value: string): string => `${parameters.add(value)}::text`;
  const key = { template_id: text(record.templateId), template_version: text(record.templateVersion) };
  const publishedAt = `${parameters.add(record.publishedAt)}::timestamptz`;
  return {
    version: {
      table: 'template_versions',
      columns: {
        ...key,
        template_kind: text(record.templateKind),
        project_type: text(record.projectType),
        anip_spec_version: text(record.anipSpecVersion),
        domain: text(record.domain),
        industry: text(record.industry),
        systems: `${parameters.add([...record.systems])}::text[]`,
        manifest_digest: text(record.manifestDigest),
        template_digest: text(record.templateDigest),
        package_digest: text(record.packageDigest),
        publisher_id: text(record.publisherId),
        publisher_type: text(record.publisherType),
        published_at: publishedAt,
      },
    },
    dependents: [{ table: 'template_version_stats', columns: { ...key, published_at: publishedAt } }],
  };
}
