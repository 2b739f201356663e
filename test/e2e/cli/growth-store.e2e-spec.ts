import { Client } from 'pg';
import { RARE_WORD } from '../../../bench/growth/vocabulary';
import { audit } from '../../support/audit';
import { runCli } from '../../support/run-cli';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const VERSIONS = 300;

describe('the store that growth is measured on', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    const entry = 'bench/growth/fill-growth.script.ts';
    const run = await runCli([database.superuserUrl, String(VERSIONS)], { entry });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  });
  afterAll(() => database.drop());

  it('is one that publishing could have made: the audit finds neither damage nor anything missing', async () => {
    const { report } = await audit(database.url);
    expect(report).toMatchObject({ status: 'clean', checked: { packages: VERSIONS }, damage: [], notes: [] });
  });

  it('has texts, publishers, times and counts as varied as the report says', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, string>>(
        `SELECT count(DISTINCT v.package_id) > 15 AS packages, count(DISTINCT a.domain) > 5 AS domains,
                count(DISTINCT v.publisher_id) > 5 AS publishers, count(DISTINCT extract(year FROM v.published_at)) > 4 AS years,
                count(*) FILTER (WHERE s.download_count = 0) BETWEEN 90 AND 210 AS unloved,
                max(s.download_count) > 100 AS loved, count(*) FILTER (WHERE l.status <> 'active') > 5 AS inactive,
                count(*) FILTER (WHERE a.search_text LIKE '%${RARE_WORD}%') = 24 AS rare
           FROM registry.package_versions v
           JOIN registry.package_version_stats s USING (package_id, package_version)
           JOIN registry.package_lifecycle l USING (package_id, package_version)
           JOIN registry.artifact_search a ON a.artifact_id = v.package_id AND a.version = v.package_version`,
      );
      const all = ['packages', 'domains', 'publishers', 'years', 'unloved', 'loved', 'inactive', 'rare'];
      expect(rows).toEqual([Object.fromEntries(all.map((name) => [name, true]))]);
    } finally {
      await client.end();
    }
  });
});
