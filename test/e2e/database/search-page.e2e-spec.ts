import { Client } from 'pg';
import { type ListPosition } from '../../../src/core/list-cursor';
import { SORT_ORDERS, type SortOrder } from '../../../src/core/list-search';
import { equalCondition, keywordCondition, textConditions } from '../../../src/database/search-conditions';
import { searchPageSql } from '../../../src/database/search-page';
import { SqlParameters } from '../../../src/database/sql-parameters';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

interface Version {
  readonly id: string;
  readonly version: string;
  readonly published_at: Date;
  readonly download_count: string;
}
interface Filters {
  readonly q?: string;
  readonly keyword?: string;
  readonly publisher?: string;
  readonly lifecycle?: string;
}

/**
 * Enough that a filter which lets most of them through fills a page on a walk; that one which lets a few through has a
 * match at the beginning of it, and does not; and that others have none there. Some matches are rows of versions that
 * were lost (the audit tells): they must not take places of a page.
 */
const PACKAGES = 1_100;
const VERSIONS = 2;
const PAGE = 150;

describe('pages of searched keys', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.superuserUrl });
    await client.connect();
    // Straight into the tables, without documents: only an index of these rows is looked at.
    await client.query(`SET session_replication_role = replica;
      CREATE TEMP TABLE made AS
        SELECT 'p-' || p AS id, '1.' || v AS version, p, v,
               timestamptz '2026-01-01' + make_interval(hours => (p * 7) % 300) AS at, (p * 11) % 40 AS downloads
          FROM generate_series(1, ${PACKAGES}) p, generate_series(1, ${VERSIONS}) v;
      INSERT INTO registry.package_versions
        SELECT 'package', id, version, 'p', 'r', 'd', 'c', 'anip-service-definition/v1', d, d, d, NULL, d, d,
               CASE WHEN p % 100 = 0 THEN 'rare' ELSE 'common' END, 'local', at
          FROM made, (SELECT 'sha256:' || repeat('0', 64) AS d) AS none;
      INSERT INTO registry.package_lifecycle (package_id, package_version, status, reason)
        SELECT id, version, CASE WHEN p % 50 = 0 THEN 'yanked' ELSE 'active' END, 'x' FROM made;
      INSERT INTO registry.package_version_stats SELECT id, version, at, downloads FROM made;
      INSERT INTO registry.artifact_search (artifact_kind, artifact_id, version, title, keywords, document)
        SELECT 'package', id, version, CASE WHEN p % 50 = 0 THEN '図 ' ELSE '' END || CASE WHEN p % 25 = 0 THEN 'Seldom: 9 % C++' ELSE 'Often' END,
               ARRAY['all', 'p' || p % 10], to_tsvector('simple', 'all ' || 'p' || p % 10) FROM made;
      INSERT INTO registry.artifact_search (artifact_kind, artifact_id, version, title, keywords, document)
        SELECT 'package', id || '-lost', version, 'Seldom', '{all}', to_tsvector('simple', 'all') FROM made WHERE p % 25 = 0`);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  async function page(
    sort: SortOrder,
    filters: Filters,
    limit: number,
    position?: ListPosition,
  ): Promise<readonly Version[]> {
    const parameters = new SqlParameters();
    const conditions = [
      ...textConditions(filters.q, parameters),
      ...keywordCondition(filters.keyword, parameters),
      ...equalCondition('v.publisher_id', filters.publisher, parameters),
      ...equalCondition('l.status', filters.lifecycle, parameters),
    ];
    const keys = searchPageSql({ kind: 'package', sort, conditions, position, limit }, parameters);
    const { rows } = await client.query<Version>(
      `SELECT p.id, p.version, s.published_at, s.download_count FROM ${keys} AS p
         JOIN registry.package_version_stats s ON s.package_id = p.id AND s.package_version = p.version
        ORDER BY p.position`,
      parameters.values,
    );
    return rows;
  }

  const COUNTS: [Filters, number][] = [
    [{}, 2200],
    [{ keyword: 'all' }, 2200],
    [{ q: 'al' }, 2200],
    [{ q: 'often' }, 2112],
    [{ q: 'often', publisher: 'common', lifecycle: 'active' }, 2112],
    [{ publisher: 'common' }, 2178],
    [{ lifecycle: 'active' }, 2156],
    [{ lifecycle: 'active', publisher: 'common', keyword: 'all' }, 2156],
    [{ q: 'seldom' }, 88],
    [{ publisher: 'rare' }, 22],
    [{ lifecycle: 'yanked', q: 'seldom', keyword: 'p0' }, 44],
    [{ q: 'seldom', keyword: 'p3' }, 0],
    [{ q: '図' }, 44],
    [{ q: '図 often' }, 0],
    [{ q: '% c++' }, 88],
    [{ q: '%%' }, 0],
    [{ q: 'p-9' }, 2 * 111],
  ];

  it.each(SORT_ORDERS)(
    'by %s are complete, in order and without repeats, however many versions match',
    async (sort) => {
      for (const [filters, count] of COUNTS) {
        const seen: Version[] = [];
        let next: readonly Version[] = await page(sort, filters, PAGE);
        seen.push(...next);
        // As those who ask do: a page that is not full is the last one.
        while (next.length === PAGE) {
          const last = next.at(-1)!;
          next = await page(sort, filters, PAGE, {
            downloadCount: Number(last.download_count),
            publishedAt: last.published_at.toISOString(),
            id: last.id,
            version: last.version,
          });
          seen.push(...next);
        }
        expect(seen).toHaveLength(count);
        expect(seen.map(keyOf)).toEqual([...seen].sort(ORDERS[sort]).map(keyOf));
        expect(new Set(seen.map(keyOf)).size).toBe(count);
      }
    },
  );
});

type Compare = (left: Version, right: Version) => number;

const keyOf = ({ id, version }: Version): string => `${id}@${version}`;
const byText = (left: string, right: string): number => (left < right ? -1 : Number(left > right));
const byName: Compare = (a, b) => byText(a.id, b.id) || byText(b.version, a.version);
const byTime: Compare = (a, b) => b.published_at.getTime() - a.published_at.getTime() || byName(a, b);
const ORDERS: Record<SortOrder, Compare> = {
  name: byName,
  newest: byTime,
  downloads: (a, b) => Number(b.download_count) - Number(a.download_count) || byTime(a, b),
};
