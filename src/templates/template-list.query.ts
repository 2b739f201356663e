import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor } from '../core/list-cursor';
import type { TemplateSummary } from '../core/template-record';
import { BLOBS_PER_STATEMENT, keysetPageSql, keysetParameters } from '../database/keyset';
import { NamedStatements } from '../database/named-statements';
import { ReadDatabase } from '../database/read-database';
import { mapAsync } from '../http/map-async';
import { SUMMARY_COLUMNS, summaryFrom } from './template-rows';
import { type ListRow, withManifests } from './template-summaries';

const LIST = 'templates by downloads';

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
  private readonly statements = new NamedStatements('template-list');

  constructor(private readonly reads: ReadDatabase) {}

  async page(limit: number, cursor: string | undefined): Promise<TemplatePage> {
    const position = cursor === undefined ? undefined : decodeCursor(cursor, LIST);
    const rows = await this.reads.query<readonly ListRow[]>(
      this.statements.of(`SELECT ${SUMMARY_COLUMNS}, v.manifest_digest
         FROM ${keysetPageSql('template_version_stats', 'template', limit + 1, position !== undefined)} AS s
         JOIN registry.template_versions v USING (template_id, template_version)
         LEFT JOIN registry.blobs m ON m.digest = v.manifest_digest AND s.position <= ${BLOBS_PER_STATEMENT}
        ORDER BY s.position`),
      keysetParameters(position),
    );
    const last = rows[limit - 1];
    return {
      items: mapAsync(withManifests(this.reads, rows.slice(0, limit)), summaryFrom),
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
