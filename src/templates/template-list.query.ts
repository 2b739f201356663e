import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { decodeCursor, encodeCursor } from '../core/list-cursor';
import type { TemplateSummary } from '../core/template-record';
import { readBlobs } from '../database/blobs.query';
import { BLOBS_PER_STATEMENT, keysetPageSql, keysetParameters } from '../database/keyset';
import { SUMMARY_COLUMNS, summaryFrom, type SummaryRow } from './template-rows';

const LIST = 'templates by downloads';

type ListRow = Omit<SummaryRow, 'manifest'> & { readonly manifest: Buffer | null; readonly manifest_digest: string };

export interface TemplatePage {
  readonly items: AsyncIterable<TemplateSummary>;
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

/**
 * Pages of all template versions in the contract's order (templates.md, "Shapes"). As with packages, manifests beyond
 * the first batch are fetched as the items are read.
 */
@Injectable()
export class TemplateListQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async page(limit: number, cursor: string | undefined): Promise<TemplatePage> {
    const position = cursor === undefined ? undefined : decodeCursor(cursor, LIST);
    const rows = await this.dataSource.query<readonly ListRow[]>(
      `SELECT ${SUMMARY_COLUMNS}, v.manifest_digest
         FROM ${keysetPageSql('template_version_stats', 'template', position !== undefined)} AS s
         JOIN registry.template_versions v USING (template_id, template_version)
         LEFT JOIN registry.blobs m ON m.digest = v.manifest_digest AND s.position <= ${BLOBS_PER_STATEMENT}
        ORDER BY s.position`,
      [...keysetParameters(limit + 1, position)],
    );
    const last = rows[limit - 1];
    return {
      items: this.summaries(rows.slice(0, limit)),
      nextCursor:
        rows.length > limit && last !== undefined
          ? encodeCursor(LIST, {
              downloadCount: Number(last.download_count),
              publishedAt: last.published_at.toISOString(),
              id: last.template_id,
              version: last.template_version,
            })
          : undefined,
    };
  }

  private async *summaries(rows: readonly ListRow[]): AsyncGenerator<TemplateSummary> {
    for (let start = 0; start < rows.length; start += BLOBS_PER_STATEMENT) {
      const batch = rows.slice(start, start + BLOBS_PER_STATEMENT);
      const digests = batch.filter((row) => row.manifest === null).map((row) => row.manifest_digest);
      const manifests = digests.length === 0 ? undefined : await readBlobs(this.dataSource, digests);
      for (const row of batch) {
        const manifest = row.manifest ?? manifests?.get(row.manifest_digest);
        if (manifest === undefined) throw new Error(`the blob ${row.manifest_digest} is missing`);
        yield summaryFrom({ ...row, manifest });
      }
    }
  }
}
