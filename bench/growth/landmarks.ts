import type { Client } from 'pg';
import { encodeCursor } from '../../src/core/list-cursor';
import { searchedListName } from '../../src/core/list-search';
import type { Published } from '../population';

const INSPECTED = 1_000;

/** What is asked for in a filled store. */
export interface Landmarks {
  /** After one half of the whole list. */
  readonly middleCursor: string;
  /** The id of a package of exactly twenty versions. */
  readonly twentyVersions: string;
  /** Versions from everywhere in the store. */
  readonly versions: readonly Published[];
}

interface Key {
  readonly package_id: string;
  readonly package_version: string;
}

/** Finds them in the store that `client` is connected to. @throws when the store is too small */
export async function findLandmarks(client: Client): Promise<Landmarks> {
  const middle = await client.query<Key & { published_at: Date; download_count: string }>(
    `SELECT * FROM registry.package_version_stats
      ORDER BY download_count DESC, published_at DESC, package_id, package_version DESC
      LIMIT 1 OFFSET (SELECT count(*) / 2 FROM registry.package_version_stats)`,
  );
  const twenty = await client.query<Key>(
    'SELECT package_id FROM registry.package_versions GROUP BY package_id HAVING count(*) = 20 ORDER BY 1 LIMIT 1',
  );
  const versions = await client.query<Key>(
    `SELECT package_id, package_version FROM registry.package_versions
      ORDER BY md5(package_id || package_version) LIMIT ${INSPECTED}`,
  );
  const [half] = middle.rows;
  const [package_] = twenty.rows;
  if (half === undefined || package_ === undefined)
    throw new Error('a store of this size has no package of 20 versions');
  return {
    middleCursor: encodeCursor(searchedListName('publications', {}), {
      downloadCount: Number(half.download_count),
      publishedAt: half.published_at.toISOString(),
      id: half.package_id,
      version: half.package_version,
    }),
    twentyVersions: package_.package_id,
    versions: versions.rows.map(({ package_id: id, package_version: version }) => ({ label: '', id, version })),
  };
}
