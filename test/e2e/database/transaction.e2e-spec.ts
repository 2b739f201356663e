import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../src/database/data-source';
import { isRetryable, uniqueViolationOf } from '../../../src/database/pg-errors';
import { inTransaction } from '../../../src/database/transaction';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { insertArtifact } from './rows';

const CONFLICT = `DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = 'serialization_failure'; END $$`;

describe('inTransaction', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({ url: database.url, entities: [] }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('commits, and gives back what the work returned', async () => {
    const work = inTransaction(dataSource, async (tx) => {
      await insertArtifact(tx, 'package', 'kept');
      return 42;
    });
    await expect(work).resolves.toBe(42);
    await expect(dataSource.query(`SELECT FROM registry.artifacts WHERE artifact_id = 'kept'`)).resolves.toHaveLength(
      1,
    );
  });

  it('runs the work again after a conflict, with nothing of the first attempt', async () => {
    let attempts = 0;
    await inTransaction(dataSource, async (tx) => {
      attempts += 1;
      await insertArtifact(tx, 'package', 'again');
      if (attempts < 3) await tx.query(CONFLICT);
    });
    expect(attempts).toBe(3);
  });

  it('gives up after five attempts, with the conflict as it was', async () => {
    let attempts = 0;
    const work = inTransaction(dataSource, async (tx) => {
      attempts += 1;
      await tx.query(CONFLICT);
    });
    expect(isRetryable(await work.catch((error: unknown) => error))).toBe(true);
    expect(attempts).toBe(5);
  });

  it('does not run again what another error ended', async () => {
    let attempts = 0;
    const work = inTransaction(dataSource, async (tx) => {
      attempts += 1;
      await insertArtifact(tx, 'package', 'kept');
    });
    expect(uniqueViolationOf(await work.catch((error: unknown) => error))).toBe('artifacts_pkey');
    expect(attempts).toBe(1);
  });

  it('lets both of two deadlocked transactions through in the end', async () => {
    await insertArtifact(dataSource.manager, 'template', 'first');
    const lock = (key: number): string => `SELECT pg_advisory_xact_lock(${key})`;
    const both = [
      [1, 2],
      [2, 1],
    ].map((keys) =>
      inTransaction(dataSource, async (tx) => {
        for (const key of keys) {
          await tx.query(lock(key));
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }),
    );
    await expect(Promise.all(both)).resolves.toHaveLength(2);
  }, 20_000);
});
