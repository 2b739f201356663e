import { Client } from 'pg';
import { MIGRATIONS } from '../../../migrations';
import { runMigrations } from '../../../src/database/migration-runner';
import { createEmptyDatabase, type TestDatabase } from '../../support/test-database';

const quiet = (): undefined => undefined;

/** What a document of each of these is read as; the domain of the definition is "defined". */
const MANIFESTS: Record<string, [content: string, domain: string]> = {
  plain: ['{"domain":"ports","anip_spec_version":"anip/0.24"}', 'ports'],
  none: ['{"anip_spec_version":"anip/0.24"}', 'defined'],
  'no-text': ['{"domain":["ports"]}', 'defined'],
  nul: ['{"domain":"po\\u0000rts"}', 'ports'],
  'no-nul': ['{"domain":"po\\\\u0000rts"}', 'po\\u0000rts'],
  'nul-elsewhere': ['{"domain":"ports","x":"\\\\\\u0000"}', 'ports'],
  'no-json': ['{"domain":', 'defined'],
  'no-utf8': ['ff', 'defined'],
  'too-long': [`{"domain":"${'x'.repeat(257)}"}`, ''],
};

const SEARCH_INDEXES = MIGRATIONS.findIndex(({ name }) => name.startsWith('CreateSearchIndexes'));

describe('the migration of the search', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    await runMigrations(database.url, quiet, MIGRATIONS.slice(0, SEARCH_INDEXES));
    client = new Client({ connectionString: database.superuserUrl });
    await client.connect();
    await client.query('SET session_replication_role = replica');
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  async function blob(content: Buffer): Promise<string> {
    const { rows } = await client.query<{ digest: string }>(
      `INSERT INTO registry.blobs (digest, content) VALUES ('sha256:' || encode(sha256($1), 'hex'), $1)
       ON CONFLICT (digest) DO UPDATE SET digest = excluded.digest RETURNING digest`,
      [content],
    );
    return rows[0]!.digest;
  }

  it('reads what stands in the documents, and passes over those that cannot be read', async () => {
    const definition = await blob(Buffer.from('{"identity":{"domain_name":"defined"}}'));
    for (const [id, [content]] of Object.entries(MANIFESTS)) {
      const manifest = await blob(id === 'no-utf8' ? Buffer.from('22ff22', 'hex') : Buffer.from(content));
      await client.query(
        `INSERT INTO registry.package_versions VALUES
           ('package', $1, '1.0.0', 'p', 'r', 'd', 'c', 'anip-service-definition/v1', $2, $3, $3, NULL, $3, $3, 'l', 'l', now())`,
        [id, manifest, definition],
      );
      await client.query(
        `INSERT INTO registry.artifact_search (artifact_kind, artifact_id, version, title, keywords, document)
         VALUES ('package', $1, '1.0.0', 'Title', '{"Library.title"}', to_tsvector('simple', 'Library.title'))`,
        [id],
      );
    }
    const { applied } = await runMigrations(database.url, quiet);
    expect(applied).toHaveLength(MIGRATIONS.length - SEARCH_INDEXES);
    const { rows } = await client.query<Record<string, string>>(
      `SELECT artifact_id, domain, spec_version, search_text, document @@ to_tsquery('simple', 'ti:*') AS is_found
         FROM registry.artifact_search`,
    );
    expect(Object.fromEntries(rows.map(({ artifact_id, domain }) => [artifact_id, domain]))).toEqual(
      Object.fromEntries(Object.entries(MANIFESTS).map(([id, [, domain]]) => [id, domain])),
    );
    expect(rows.find(({ artifact_id }) => artifact_id === 'plain')).toMatchObject({
      spec_version: 'anip/0.24',
      search_text: 'plain\ntitle\nlibrary.title\n',
      is_found: true,
    });
    const { rows: left } = await client.query(`SELECT FROM pg_proc WHERE proname = 'text_member'`);
    expect(left).toEqual([]);
  });
});
