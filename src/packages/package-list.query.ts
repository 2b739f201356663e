import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { decodeCursor, encodeCursor } from '../core/list-cursor';
import type { Publication } from '../core/package-record';
import { keysetPageSql, keysetParameters } from '../database/keyset';
import { PUBLICATION_COLUMNS, publicationFrom, type PublicationRow } from './package-rows';

const LIST = 'publications by downloads';

export interface PublicationPage {
  readonly items: readonly Publication[];
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

/**
 * Pages of all publications in the contract's order. Counts move between pages, so an item may appear twice or not at
 * all, as in every list that is sorted by something alive; one page is one statement and a consistent picture.
 */
@Injectable()
export class PackageListQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async page(limit: number, cursor: string | undefined): Promise<PublicationPage> {
    const position = cursor === undefined ? undefined : decodeCursor(cursor, LIST);
    const rows = await this.dataSource.query<readonly PublicationRow[]>(
      `SELECT ${PUBLICATION_COLUMNS}
         FROM ${keysetPageSql('package_version_stats', 'package', position !== undefined)} AS s
         JOIN registry.package_versions v USING (package_id, package_version)
         JOIN registry.package_lifecycle l USING (package_id, package_version)
         LEFT JOIN registry.blobs g ON g.digest = v.lineage_digest
        ORDER BY s.download_count DESC, s.published_at DESC, s.package_id ASC, s.package_version DESC`,
      // One more than asked for tells whether there is a next page.
      [...keysetParameters(limit + 1, position)],
    );
    const last = rows[limit - 1];
    return {
      items: rows.slice(0, limit).map(publicationFrom),
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
