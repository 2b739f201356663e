import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isArtifactId, isArtifactVersion } from '../core/artifact-id';
import { RegistryError } from '../core/errors';
import type { TemplateRecord, TemplateSummary } from '../core/template-record';
import { quoteForMessage } from '../core/text';
import { compareVersions } from '../core/version-order';
import { type PreparedStatement, runStatement } from '../database/prepared-statement';
import { ReadDatabase } from '../database/read-database';
import { recordFrom, SUMMARY_COLUMNS, summaryFrom, type SummaryRow, type TemplateRow } from './template-rows';

const EXISTS: PreparedStatement = {
  name: 'template-exists',
  text: 'SELECT 1 FROM registry.template_versions WHERE template_id = $1 AND template_version = $2',
};

/**
 * Reading templates: one statement a request. Every getter throws TEMPLATE_NOT_FOUND for what is not there. A template
 * has no lifecycle and never changes, so all of it may come from a read replica.
 */
@Injectable()
export class TemplatesService {
  constructor(
    @InjectDataSource() private readonly primary: DataSource,
    private readonly reads: ReadDatabase,
  ) {}

  async exists(id: string, version: string): Promise<boolean> {
    const rows = await runStatement(this.primary, EXISTS, [id, version]);
    return rows.length > 0;
  }

  async getRecord(id: string, version: string): Promise<TemplateRecord> {
    const row = await this.getRow<TemplateRow>(
      id,
      version,
      `SELECT ${SUMMARY_COLUMNS}, v.manifest_digest, v.template_digest, v.package_digest, t.content AS template,
              e.content AS envelope
         FROM registry.template_versions v
         JOIN registry.template_version_stats s USING (template_id, template_version)
         JOIN registry.blobs m ON m.digest = v.manifest_digest
         JOIN registry.blobs t ON t.digest = v.template_digest
         JOIN registry.blobs e ON e.digest = v.package_digest
        WHERE v.template_id = $1 AND v.template_version = $2`,
    );
    return recordFrom(row);
  }

  /** The bytes that a download serves. */
  async getEnvelope(id: string, version: string): Promise<Buffer> {
    const row = await this.getRow<{ readonly envelope: Buffer }>(
      id,
      version,
      `SELECT e.content AS envelope
         FROM registry.template_versions v
         JOIN registry.blobs e ON e.digest = v.package_digest
        WHERE v.template_id = $1 AND v.template_version = $2`,
    );
    return row.envelope;
  }

  /** Every version of a template, the highest first. */
  async getVersions(id: string): Promise<readonly TemplateSummary[]> {
    const rows = isArtifactId(id)
      ? await this.reads.lookUp<readonly SummaryRow[]>(
          `SELECT ${SUMMARY_COLUMNS}
             FROM registry.template_versions v
             JOIN registry.template_version_stats s USING (template_id, template_version)
             JOIN registry.blobs m ON m.digest = v.manifest_digest
            WHERE v.template_id = $1`,
          [id],
        )
      : [];
    if (rows.length === 0) throw notFound(`there is no template ${quoteForMessage(id)}`);
    return rows.map(summaryFrom).sort((a, b) => compareVersions(b.templateVersion, a.templateVersion));
  }

  private async getRow<Row>(id: string, version: string, sql: string): Promise<Row> {
    // What the grammar refuses cannot be stored; some of it (U+0000) the database would not even take as a parameter.
    const isPossible = isArtifactId(id) && isArtifactVersion(version);
    const [row] = isPossible ? await this.reads.lookUp<readonly Row[]>(sql, [id, version]) : [];
    if (row === undefined) {
      throw notFound(`there is no version ${quoteForMessage(version)} of a template ${quoteForMessage(id)}`);
    }
    return row;
  }
}

function notFound(message: string): RegistryError {
  return new RegistryError('TEMPLATE_NOT_FOUND', message);
}
