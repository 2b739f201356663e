import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor } from '../core/list-cursor';
import type { Publication } from '../core/package-record';
import { BLOBS_PER_STATEMENT, keysetPageSql, keysetParameters } from '../database/keyset';
import { NamedStatements } from '../database/named-statements';
import { ReadDatabase } from '../database/read-database';
import { mapAsync } from '../http/map-async';
import { PUBLICATION_COLUMNS, publicationFrom } from './package-rows';
import { type ListRow, withLineages } from './publications';

const LIST = 'publications by downloads';

export interface PublicationPage {
  readonly items: AsyncIterable<Publication>;
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

/**
 * Pages of all publications in the contract's order. Counts move between pages, so an item may appear twice or not at
 * all, as in every list that is sorted by something alive. One page is one statement and a consistent picture; only
 * lineages beyond the first batch, which never change, are fetched as the items are read.
 */
@Injectable()
export class PackageListQuery {
  private readonly statements = new NamedStatements('package-list');

  constructor(private readonly reads: ReadDatabase) {}

  async page(limit: number, cursor: string | undefined): Promise<PublicationPage> {
    const position = cursor === undefined ? undefined : decodeCursor(cursor, LIST);
    const rows = await this.reads.query<readonly ListRow[]>(
      this.statements.of(`SELECT ${PUBLICATION_COLUMNS}, v.lineage_digest
         FROM ${keysetPageSql('package_version_stats', 'package', limit + 1, position !== undefined)} AS s
         JOIN registry.package_versions v USING (package_id, package_version)
         JOIN registry.package_lifecycle l USING (package_id, package_version)
         LEFT JOIN registry.blobs g ON g.digest = v.lineage_digest AND s.position <= ${BLOBS_PER_STATEMENT}
        ORDER BY s.position`),
      // One more than asked for tells whether there is a next page.
      keysetParameters(position),
    );
    const last = rows[limit - 1];
    return {
      items: mapAsync(withLineages(this.reads, rows.slice(0, limit)), publicationFrom),
      nextCursor:
        rows.length > limit && last !== undefined
          ? encodeCursor(LIST, {
              downloadCount: Number(last.download_count),
              publishedAt: last.published_at.toISOString(),
              id: last.package_id,
              version: last.package_version,
            })
          : undefined,
    };
  }
}
