import { Injectable } from '@nestjs/common';
import type { LifecycleStatus } from '../core/lifecycle';
import { decodeCursor, encodeCursor } from '../core/list-cursor';
import { type ListSearch, searchedListName } from '../core/list-search';
import type { Publication } from '../core/package-record';
import { BLOBS_PER_STATEMENT } from '../database/keyset';
import {
  domainCondition,
  equalCondition,
  idCondition,
  keywordCondition,
  textConditions,
} from '../database/search-conditions';
import { NamedStatements } from '../database/named-statements';
import { ReadDatabase } from '../database/read-database';
import { searchPageSql } from '../database/search-page';
import type { SearchCondition } from '../database/search-tables';
import { SqlParameters } from '../database/sql-parameters';
import { mapAsync } from '../http/map-async';
import { PUBLICATION_COLUMNS, publicationFrom } from './package-rows';
import { type ListRow, withLineages } from './publications';

/** Exact filters, and a text in id, name, summary or capability ids; all that are given must hold. */
export interface PackageSearch extends ListSearch {
  readonly capability?: string | undefined;
  readonly publisher?: string | undefined;
  readonly domain?: string | undefined;
  readonly lifecycle?: LifecycleStatus | undefined;
}

/** A publication with what the search knows of it; a version without a search row has empty texts. */
export interface FoundPublication extends Publication {
  readonly name: string;
  readonly summary: string;
  readonly specVersion: string;
  readonly capabilityCount: number;
}

export interface FoundPublications {
  readonly items: AsyncIterable<FoundPublication>;
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

type FoundRow = ListRow & {
  readonly title: string;
  readonly summary: string;
  readonly spec_version: string;
  readonly capability_count: number;
};

/** Pages of publications by any sort order and filters, one statement each (see PackageListQuery). */
@Injectable()
export class PackageSearchQuery {
  private readonly statements = new NamedStatements('package-search');

  constructor(private readonly reads: ReadDatabase) {}

  async page(search: PackageSearch, limit: number, cursor: string | undefined): Promise<FoundPublications> {
    const list = searchedListName('publications', search);
    const parameters = new SqlParameters();
    const page = searchPageSql(
      {
        kind: 'package',
        sort: search.sort ?? 'downloads',
        conditions: conditionsOf(search, parameters),
        position: cursor === undefined ? undefined : decodeCursor(cursor, list),
        // One more than asked for tells whether there is a next page.
        limit: limit + 1,
      },
      parameters,
    );
    const rows = await this.reads.query<readonly FoundRow[]>(
      this.statements.of(`SELECT ${PUBLICATION_COLUMNS}, v.lineage_digest, coalesce(a.title, '') AS title,
              coalesce(a.summary, '') AS summary, coalesce(a.spec_version, '') AS spec_version,
              coalesce(cardinality(a.keywords), 0) AS capability_count
         FROM ${page} AS p
         JOIN registry.package_versions v ON v.package_id = p.id AND v.package_version = p.version
         JOIN registry.package_version_stats s ON s.package_id = p.id AND s.package_version = p.version
         JOIN registry.package_lifecycle l ON l.package_id = p.id AND l.package_version = p.version
         LEFT JOIN registry.artifact_search a
           ON a.artifact_kind = 'package' AND a.artifact_id = p.id AND a.version = p.version
         LEFT JOIN registry.blobs g ON g.digest = v.lineage_digest AND p.position <= ${BLOBS_PER_STATEMENT}
        ORDER BY p.position`),
      parameters.values,
    );
    const last = rows[limit - 1];
    return {
      items: mapAsync(withLineages(this.reads, rows.slice(0, limit)), foundFrom),
      nextCursor:
        rows.length > limit && last !== undefined
          ? encodeCursor(list, {
              downloadCount: Number(last.download_count),
              publishedAt: last.published_at.toISOString(),
              id: last.package_id,
              version: last.package_version,
            })
          : undefined,
    };
  }
}

function conditionsOf(search: PackageSearch, parameters: SqlParameters): readonly SearchCondition[] {
  return [
    ...textConditions(search.q, parameters),
    ...keywordCondition(search.capability, parameters),
    ...equalCondition('v.publisher_id', search.publisher, parameters),
    ...domainCondition(search.domain, parameters),
    ...lifecycleCondition(search.lifecycle, parameters),
    ...takedownCondition(search, parameters),
  ];
}

/** The index is of versions that are not active; a plan for any value has to be told that this is one of them. */
function lifecycleCondition(
  status: LifecycleStatus | undefined,
  parameters: SqlParameters,
): readonly SearchCondition[] {
  const inactive = status === 'active' ? [] : [{ alias: 'l' as const, sql: `l.status <> 'active'` }];
  return status === undefined ? [] : [...equalCondition('l.status', status, parameters), ...inactive];
}

/**
 * Word by word, a search would read out what was taken down: such a version is found by its id only. They are few, and
 * read once for a statement: asking the lifecycle of every match would be a third of a search.
 */
function takedownCondition(search: PackageSearch, parameters: SqlParameters): readonly SearchCondition[] {
  const { q, capability, domain } = search;
  const isById = q !== undefined && capability === undefined && domain === undefined;
  if (!isById && capability === undefined && domain === undefined) return [];
  const byId = isById ? idCondition(q, 'a.artifact_id', parameters) : 'false';
  if (byId === '') return [];
  const takenDown = `SELECT package_id, package_version FROM registry.package_lifecycle WHERE status = 'takedown'`;
  return [{ alias: 'a', sql: `((a.artifact_id, a.version) NOT IN (${takenDown}) OR (${byId}))` }];
}

function foundFrom(row: FoundRow): FoundPublication {
  return {
    ...publicationFrom(row),
    name: row.title,
    summary: row.summary,
    specVersion: row.spec_version,
    capabilityCount: row.capability_count,
  };
}
