import { escapeIdentifier } from 'pg';
import { createDataSource } from '../../../src/database/data-source';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

describe('the pool, on a server with another default', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('runs its transactions as READ COMMITTED', async () => {
    const name = escapeIdentifier(new URL(database.url).pathname.slice(1));
    const dataSource = createDataSource({ url: database.url, entities: [] });
    await dataSource.initialize();
    await dataSource.query(`ALTER DATABASE ${name} SET default_transaction_isolation = 'repeatable read'`);
    await dataSource.destroy();

    const pool = createDataSource({ url: database.url, entities: [] });
    await pool.initialize();
    const level = await pool.transaction((tx) => tx.query<readonly object[]>('SHOW transaction_isolation'));
    await pool.destroy();
    expect(level).toEqual([{ transaction_isolation: 'read committed' }]);
  });
});
