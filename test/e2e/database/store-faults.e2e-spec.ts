import { createServer } from 'node:net';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../src/database/data-source';
import { isRetryable, storeFault, uniqueViolationOf } from '../../../src/database/pg-errors';
import { inTransaction } from '../../../src/database/transaction';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { query } from '../../support/test-server';
import { insertArtifact } from './rows';

describe('faults of the store', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({ url: database.url, entities: [], limits: { poolSize: 4 } }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it.each([
    ['between two statements', (tx: QueryRun) => tx.query('SELECT 1')],
    ['at the commit', () => Promise.resolve()],
  ])('a connection that is cut %s: unavailable, nothing stored, and the pool recovers', async (_, next) => {
    const error = await failureOf(
      inTransaction(dataSource, async (tx) => {
        await insertArtifact(tx, 'package', 'cut-off');
        await endConnections();
        await next(tx);
      }),
    );
    expect(storeFault(error)).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: error });
    await expect(dataSource.query(`SELECT FROM registry.artifacts WHERE artifact_id = 'cut-off'`)).resolves.toEqual([]);
  });

  it('a server that is not there, and one that never answers', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const urls = [
      'postgres://secret-user:secret-word@127.0.0.1:1/db',
      `postgres://secret-user:secret-word@127.0.0.1:${port}/db`,
    ];
    for (const url of urls) {
      const error = await failureOf(createDataSource({ url, entities: [] }).initialize());
      const fault = storeFault(error);
      expect(fault).toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect(fault!.message).not.toMatch(/secret|127/);
    }
    silent.close();
  }, 15_000);

  it('a password or a database that the server does not know', async () => {
    const wrongPassword = new URL(database.url);
    wrongPassword.password = 'wrong';
    const wrongDatabase = new URL(database.url);
    wrongDatabase.pathname = '/nowhere';
    for (const { href } of [wrongPassword, wrongDatabase]) {
      const error = await failureOf(createDataSource({ url: href, entities: [] }).initialize());
      expect(storeFault(error)).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    }
  });

  it('a pool that was never opened, or is closed', async () => {
    const other = createDataSource({ url: database.url, entities: [] });
    expect(storeFault(await failureOf(other.query('SELECT 1')))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await other.initialize();
    await other.destroy();
    expect(storeFault(await failureOf(other.query('SELECT 1')))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('a statement that takes too long, and a lock that is not given', async () => {
    const late = await failureOf(
      dataSource.transaction(async (tx) => {
        await tx.query('SET LOCAL statement_timeout = 20');
        await tx.query('SELECT pg_sleep(5)');
      }),
    );
    expect(storeFault(late)).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const unlucky = await failureOf(
      dataSource.transaction(async (holder) => {
        await holder.query('LOCK TABLE registry.artifacts');
        await dataSource.transaction(async (tx) => {
          await tx.query('SET LOCAL lock_timeout = 20');
          await tx.query('LOCK TABLE registry.artifacts');
        });
      }),
    );
    expect(storeFault(unlucky)).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it.each([
    ['53100', 'STORE_FULL'],
    ['53300', 'STORE_UNAVAILABLE'],
    ['25006', 'STORE_UNAVAILABLE'],
    ['57P02', 'STORE_UNAVAILABLE'],
    ['08006', 'STORE_UNAVAILABLE'],
  ])('SQLSTATE %s is %s', async (state, code) => {
    const raise = `DO $$ BEGIN RAISE EXCEPTION 'secret' USING ERRCODE = '${state}'; END $$`;
    const fault = storeFault(await failureOf(dataSource.query(raise)));
    expect(fault).toMatchObject({ code });
    expect(fault!.message).not.toContain('secret');
  });

  it('are not what a request, or our own code, did wrong', async () => {
    const errors = [new Error('other'), 'text', undefined, await failureOf(dataSource.query('SELECT nonsense'))];
    for (const error of errors)
      expect([storeFault(error), uniqueViolationOf(error), isRetryable(error)]).toEqual([undefined, undefined, false]);
  });

  it('sets its time limits on every connection', async () => {
    const rows = await dataSource.query<{ name: string; setting: string }[]>(
      `SELECT name, setting FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout',
         'idle_in_transaction_session_timeout', 'application_name', 'search_path') ORDER BY name`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
      application_name: 'anip-registry',
      idle_in_transaction_session_timeout: '15000',
      lock_timeout: '5000',
      search_path: '"$user", public',
      statement_timeout: '15000',
    });
  });

  async function endConnections(): Promise<void> {
    await query(
      database.superuserUrl,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

interface QueryRun {
  query(sql: string): Promise<unknown>;
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}
