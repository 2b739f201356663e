import { auditCounters } from '../core/audit/audit-counters';
import { auditTemplate, type StoredTemplate } from '../core/audit/audit-template';
import type { AuditStep, Judgement, Key, Report } from './audit-step';
import { countRows, keyColumns, RowsByVersion } from './rows';
import type { Read } from './snapshot';
import {
  judgeNeighbours,
  type Neighbours,
  onlyRow,
  readBlobs,
  readNeighbours,
  versionKeysAfter,
} from './version-batch';

const DIGEST_COLUMNS = ['manifest_digest', 'template_digest', 'package_digest'];

/** Every template version with everything that belongs to it; templates have no receipt and no lifecycle. */
export const templatesStep: AuditStep = {
  name: 'templates',
  count: (read) => countRows(read, 'template_versions'),
  keysAfter: (read, position) => versionKeysAfter(read, 'template', DIGEST_COLUMNS, position),
  load: loadTemplates,
  subject: ([artifact, version]) => ({ artifact, version, table: 'template_versions' }),
};

interface TemplateVersionRow {
  readonly id: string;
  readonly version: string;
  readonly template_kind: string;
  readonly project_type: string;
  readonly anip_spec_version: string;
  readonly domain: string;
  readonly industry: string;
  readonly systems: readonly string[];
  readonly manifest_digest: string;
  readonly template_digest: string;
  readonly package_digest: string;
  readonly published_at: Date;
}

interface StatsRow {
  readonly id: string;
  readonly version: string;
  readonly published_at: Date;
  readonly download_count: string;
}

interface Batch {
  readonly versions: RowsByVersion<TemplateVersionRow>;
  readonly stats: RowsByVersion<StatsRow>;
  readonly neighbours: Neighbours;
  readonly blobs: ReadonlyMap<string, Buffer>;
}

async function loadTemplates(read: Read, keys: readonly Key[]): Promise<Judgement> {
  const columns = keyColumns(keys);
  const from = (table: string): string =>
    `SELECT k.id, k.version, t.* FROM registry.${table} t
       JOIN unnest($1::text[], $2::text[]) AS k (id, version) ON t.template_id = k.id AND t.template_version = k.version`;
  const versions = await read<TemplateVersionRow>(from('template_versions'), columns);
  const batch: Batch = {
    versions: new RowsByVersion(versions),
    stats: new RowsByVersion(await read<StatsRow>(from('template_version_stats'), columns)),
    neighbours: await readNeighbours(read, 'template', keys),
    blobs: await readBlobs(
      read,
      versions.flatMap((row) => [row.manifest_digest, row.template_digest, row.package_digest]),
    ),
  };
  return (report) => keys.forEach((key) => judgeTemplate(key, batch, report));
}

function judgeTemplate(key: Key, batch: Batch, report: Report): void {
  const row = onlyRow(batch.versions.of(key), key, 'template_versions', report);
  if (row === undefined) return;
  for (const finding of auditTemplate(storedTemplate(row, batch.blobs))) report(finding);

  const table = 'template_version_stats';
  const stats = onlyRow(batch.stats.of(key), key, table, report);
  if (stats !== undefined) {
    const counters = { publishedAt: stats.published_at, downloadCount: BigInt(stats.download_count) };
    const subject = { artifact: row.id, version: row.version, table };
    const daily = batch.neighbours.dailySum(key);
    for (const finding of auditCounters(subject, row.published_at, counters, daily)) report(finding);
  }
  judgeNeighbours(key, 'template', batch.neighbours, report);
}

function storedTemplate(row: TemplateVersionRow, blobs: ReadonlyMap<string, Buffer>): StoredTemplate {
  return {
    templateId: row.id,
    templateVersion: row.version,
    facts: {
      templateKind: row.template_kind,
      projectType: row.project_type,
      anipSpecVersion: row.anip_spec_version,
      domain: row.domain,
      industry: row.industry,
      systems: row.systems,
    },
    manifest: { name: 'manifest', digest: row.manifest_digest, content: blobs.get(row.manifest_digest) },
    template: { name: 'template', digest: row.template_digest, content: blobs.get(row.template_digest) },
    envelope: { name: 'package', digest: row.package_digest, content: blobs.get(row.package_digest) },
  };
}
