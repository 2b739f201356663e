import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../src/database/data-source';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { insertTemplateStats, insertTemplateVersion, insertWholePackage } from './rows';

/** Each immutable table with a column that any value fits. */
const IMMUTABLE_TABLES = [
  ['blobs', 'created_at = created_at'],
  ['signing_keys', 'created_at = created_at'],
  ['artifacts', 'created_at = created_at'],
  ['package_versions', 'project_ref = project_ref'],
  ['receipts', 'publisher_id = publisher_id'],
  ['template_versions', 'domain = domain'],
  ['package_lifecycle_history', 'reason = reason'],
  ['audit_client_key', 'key = key'],
  ['audit_events', 'event = event'],
] as const;

describe('immutable rows', () => {
  let database: TestDatabase;
  let owner: DataSource;
  let superuser: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = await createDataSource({ url: database.url, entities: [] }).initialize();
    superuser = await createDataSource({ url: database.superuserUrl, entities: [] }).initialize();
    await owner.transaction(async (tx) => {
      await insertWholePackage(tx, 'signed');
      await insertTemplateVersion(tx, 'starter');
      await insertTemplateStats(tx, 'starter');
    });
    await owner.query(
      `UPDATE registry.package_lifecycle SET status = 'yanked', reason = 'r', updated_at = now(), updated_by = 'a', revision = 1`,
    );
  });
  afterAll(async () => {
    await owner.destroy();
    await superuser.destroy();
    await database.drop();
  });

  describe.each(IMMUTABLE_TABLES)('of %s', (table, assignment) => {
    it('are there', async () => {
      await expect(owner.query(`SELECT FROM registry.${table}`)).resolves.not.toHaveLength(0);
    });

    it.each([
      ['UPDATE', `UPDATE registry.${table} SET ${assignment}`],
      ['DELETE', `DELETE FROM registry.${table}`],
      ['TRUNCATE', `TRUNCATE registry.${table} CASCADE`],
    ])('refuse %s, also to a superuser', async (operation, sql) => {
      for (const connection of [owner, superuser]) {
        await expect(connection.query(sql)).rejects.toThrow(`is immutable (${operation} refused)`);
      }
    });
  });

  it('are all that the catalog calls immutable', async () => {
    const rows = await owner.query<{ name: string }[]>(
      `SELECT c.relname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
       WHERE t.tgname IN (c.relname || '_immutable', c.relname || '_no_truncate') GROUP BY c.relname HAVING count(*) = 2`,
    );
    expect(rows.map((row) => row.name).sort()).toEqual(IMMUTABLE_TABLES.map(([table]) => table).sort());
  });
});
