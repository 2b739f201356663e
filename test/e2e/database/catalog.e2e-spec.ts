import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { readCatalog } from './catalog';

/** A name that PostgreSQL or TypeORM made up, not we. */
const MADE_UP_NAME = /_(?:check\d*|not_null|excl)$|^(?:PK|FK|UQ|IDX|CHK|REL)_[0-9a-f]{8}/;

describe('the catalog', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('is the one in the committed snapshot (migrations/README.md says how to update it)', async () => {
    expect(await readCatalog(client)).toMatchSnapshot();
  });

  it('has no name that was made up', async () => {
    const { rows } = await client.query<{ name: string }>(`
      SELECT conname AS name FROM pg_constraint WHERE connamespace = 'registry'::regnamespace AND contype <> 'n'
      UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'registry'`);
    expect(rows.map((row) => row.name).filter((name) => MADE_UP_NAME.test(name))).toEqual([]);
  });

  it('keeps every object of ours out of other schemas', async () => {
    const { rows } = await client.query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
    expect(rows).toEqual([]);
  });
});
