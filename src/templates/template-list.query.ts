import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { decodeCursor, encodeCursor } from '../core/list-cursor';
import type { TemplateSummary } from '../core/template-record';
import { keysetPageSql, keysetParameters } from '../database/keyset';
import { SUMMARY_COLUMNS, summaryFrom, type SummaryRow } from './template-rows';

const LIST = 'templates by downloads';

export interface TemplatePage {
  readonly items: readonly TemplateSummary[];
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

/** Pages of all template versions in the contract's order (templates.md, "Shapes"). */
@Injectable()
export class TemplateListQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async page(limit: number, cursor: string | undefined): Promise<TemplatePage> {
    const position = cursor === undefined ? undefined : decodeCursor(cursor, LIST);
    const rows = await this.dataSource.query<readonly SummaryRow[]>(
      `SELECT ${SUMMARY_COLUMNS}
         FROM ${keysetPageSql('template_version_stats', 'template', position !== undefined)} AS s
         JOIN registry.template_versions v USING (template_id, template_version)
         JOIN registry.blobs m ON m.digest = v.manifest_digest
        ORDER BY s.download_count DESC, s.published_at DESC, s.template_id ASC, s.template_version DESC`,
      [...keysetParameters(limit + 1, position)],
    );
    const last = rows[limit - 1];
    return {
      items: rows.slice(0, limit).map(summaryFrom),
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
}
