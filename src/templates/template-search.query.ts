import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor } from '../core/list-cursor';
import { type ListSearch, searchedListName } from '../core/list-search';
import type { TemplateSummary } from '../core/template-record';
import { BLOBS_PER_STATEMENT } from '../database/keyset';
import { domainCondition, equalCondition, keywordCondition, textConditions } from '../database/search-conditions';
import { NamedStatements } from '../database/named-statements';
import { ReadDatabase } from '../database/read-database';
import { searchPageSql } from '../database/search-page';
import type { SearchCondition } from '../database/search-tables';
import { SqlParameters } from '../database/sql-parameters';
import { mapAsync } from '../http/map-async';
import { SUMMARY_COLUMNS, summaryFrom } from './template-rows';
import { type ListRow, withManifests } from './template-summaries';

/** Exact filters, and a text in id, title, summary, domain, industry or systems; all that are given must hold. */
export interface TemplateSearch extends ListSearch {
  readonly system?: string | undefined;
  readonly publisher?: string | undefined;
  readonly domain?: string | undefined;
  readonly industry?: string | undefined;
  readonly kind?: string | undefined;
  readonly project_type?: string | undefined;
  readonly spec?: string | undefined;
}

/** A template with what the search knows of it; a version without a search row has empty texts. */
export interface FoundTemplate extends TemplateSummary {
  readonly title: string;
  readonly summary: string;
}

export interface FoundTemplates {
  readonly items: AsyncIterable<FoundTemplate>;
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

type FoundRow = ListRow & { readonly title: string; readonly summary: string };

/** Pages of template versions by any sort order and filters, one statement each (see TemplateListQuery). */
@Injectable()
export class TemplateSearchQuery {
  private readonly statements = new NamedStatements('template-search');

  constructor(private readonly reads: ReadDatabase) {}

  async page(search: TemplateSearch, limit: number, cursor: string | undefined): Promise<FoundTemplates> {
    const list = searchedListName('templates', search);
    const parameters = new SqlParameters();
    const page = searchPageSql(
      {
        kind: 'template',
        sort: search.sort ?? 'downloads',
        conditions: conditionsOf(search, parameters),
        position: cursor === undefined ? undefined : decodeCursor(cursor, list),
        // One more than asked for tells whether there is a next page.
        limit: limit + 1,
      },
      parameters,
    );
    const rows = await this.reads.query<readonly FoundRow[]>(
      this.statements
        .of(`SELECT ${SUMMARY_COLUMNS}, v.manifest_digest, coalesce(a.title, '') AS title, coalesce(a.summary, '') AS summary
         FROM ${page} AS p
         JOIN registry.template_versions v ON v.template_id = p.id AND v.template_version = p.version
         JOIN registry.template_version_stats s ON s.template_id = p.id AND s.template_version = p.version
         LEFT JOIN registry.artifact_search a
           ON a.artifact_kind = 'template' AND a.artifact_id = p.id AND a.version = p.version
         LEFT JOIN registry.blobs m ON m.digest = v.manifest_digest AND p.position <= ${BLOBS_PER_STATEMENT}
        ORDER BY p.position`),
      parameters.values,
    );
    const last = rows[limit - 1];
    return {
      items: mapAsync(withManifests(this.reads, rows.slice(0, limit)), foundFrom),
      nextCursor:
        rows.length > limit && last !== undefined
          ? encodeCursor(list, {
              downloadCount: Number(last.download_count),
              publishedAt: last.published_at.toISOString(),
              id: last.template_id,
              version: last.template_version,
            })
          : undefined,
    };
  }
}

function foundFrom(row: FoundRow & { readonly manifest: Buffer }): FoundTemplate {
  return { ...summaryFrom(row), title: row.title, summary: row.summary };
}

function conditionsOf(search: TemplateSearch, parameters: SqlParameters): readonly SearchCondition[] {
  return [
    ...textConditions(search.q, parameters),
    // The index is over the keywords, which domain and industry are among: only the column says which is a system.
    ...keywordCondition(search.system, parameters),
    ...(search.system === undefined
      ? []
      : [{ alias: 'v' as const, sql: `v.systems @> ARRAY[${parameters.add(search.system)}::text]` }]),
    ...equalCondition('v.publisher_id', search.publisher, parameters),
    ...domainCondition(search.domain, parameters),
    ...facetCondition('industry', search.industry, parameters),
    ...facetCondition('template_kind', search.kind, parameters),
    ...facetCondition('project_type', search.project_type, parameters),
    ...equalCondition('v.anip_spec_version', search.spec, parameters),
  ];
}

/** The index of a facet holds the beginning of its value. */
function facetCondition(
  column: string,
  value: string | undefined,
  parameters: SqlParameters,
): readonly SearchCondition[] {
  if (value === undefined) return [];
  const place = `${parameters.add(value)}::text`;
  return [{ alias: 'v', sql: `left(v.${column}, 128) = left(${place}, 128) AND v.${column} = ${place}` }];
}
