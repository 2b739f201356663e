import type { DataSource, EntityManager } from 'typeorm';
import { createDataSource } from '../../../src/database/data-source';
import { uniqueViolationOf } from '../../../src/database/pg-errors';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import {
  DIGEST_OF_NOTHING,
  digestOf,
  insertArtifact,
  insertLifecycle,
  insertPackageStats,
  insertPackageVersion,
  insertReceipt,
  insertTemplateVersion,
  insertWholePackage,
} from './rows';

describe('what the database itself refuses', () => {
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

  describe('content', () => {
    it('a digest that lies', async () => {
      const sql = 'INSERT INTO registry.blobs (digest, content) VALUES ($1, $2)';
      expect(await constraintOf(() => dataSource.query(sql, [DIGEST_OF_NOTHING, Buffer.from('{}')]))).toBe(
        'blobs_digest_matches',
      );
    });

    it('a blob that is empty or larger than 5 MiB', async () => {
      const tooLarge = 'x'.repeat(5 * 1024 * 1024 + 1);
      for (const text of ['', tooLarge]) {
        const sql = 'INSERT INTO registry.blobs (digest, content) VALUES ($1, $2)';
        expect(await constraintOf(() => dataSource.query(sql, [digestOf(text), Buffer.from(text)]))).toBe('blobs_size');
      }
    });

    it.each([
      ['a:b', 32, 'signing_keys_key_id_format'],
      ['', 32, 'signing_keys_key_id_format'],
      ['short', 31, 'signing_keys_public_key_length'],
    ])('a signing key %j of %i bytes', async (id, length, constraint) => {
      const sql = 'INSERT INTO registry.signing_keys (key_id, public_key) VALUES ($1, $2)';
      expect(await constraintOf(() => dataSource.query(sql, [id, Buffer.alloc(length)]))).toBe(constraint);
    });
  });

  describe('names', () => {
    it.each(['.hidden', 'a//b', 'a/../b', 'a/', 'a b', 'ä', '', `a${'b'.repeat(256)}`, 'a\n'])(
      'the id %j',
      async (id) => {
        expect(await constraintOf(() => insertArtifact(dataSource.manager, 'package', id))).toBe('artifacts_id_format');
      },
    );

    it('an id that looks like another of the same kind', async () => {
      await insertArtifact(dataSource.manager, 'package', 'Foo_Bar');
      for (const id of ['foo-bar', 'foo.bar', 'FOO_BAR']) {
        const attempt = insertArtifact(dataSource.manager, 'package', id);
        expect(uniqueViolationOf(await attempt.catch((error: unknown) => error))).toBe('artifacts_fold_key');
      }
      await insertArtifact(dataSource.manager, 'template', 'foo-bar');
    });
  });

  describe('versions', () => {
    it.each([
      ['receipt', 'package_has_receipt', [insertLifecycle, insertPackageStats]],
      ['lifecycle', 'package_has_lifecycle', [insertReceipt, insertPackageStats]],
      ['counter', 'package_has_stats', [insertReceipt, insertLifecycle]],
    ])('one without its %s, when the transaction commits', async (what, constraint, parts) => {
      const id = `without-${what}`;
      const publish = dataSource.transaction(async (tx) => {
        await insertArtifact(tx, 'package', id);
        await insertPackageVersion(tx, id);
        for (const part of parts) await part(tx, id);
      });
      expect(await constraintOf(() => publish)).toBe(constraint);
      await expect(dataSource.query('SELECT FROM registry.artifacts WHERE artifact_id = $1', [id])).resolves.toEqual(
        [],
      );
    });

    it('a template version without its counter', async () => {
      const publish = dataSource.transaction((tx) => insertTemplateVersion(tx, 'without-counter'));
      expect(await constraintOf(() => publish)).toBe('template_has_stats');
    });

    it('a receipt, lifecycle or counter without its version', async () => {
      expect(await constraintOf(() => inTransaction((tx) => insertReceipt(tx, 'none')))).toBe('receipts_version_fkey');
      expect(await constraintOf(() => inTransaction((tx) => insertLifecycle(tx, 'none')))).toBe(
        'package_lifecycle_version_fkey',
      );
      expect(await constraintOf(() => inTransaction((tx) => insertPackageStats(tx, 'none')))).toBe(
        'package_version_stats_version_fkey',
      );
    });

    it('the same version a second time', async () => {
      await dataSource.transaction((tx) => insertWholePackage(tx, 'twice'));
      const again = await insertPackageVersion(dataSource.manager, 'twice').catch((error: unknown) => error);
      expect(uniqueViolationOf(again)).toBe('package_versions_pkey');
    });

    it.each(['', '-1', '1 0', '1/0', `1${'0'.repeat(128)}`])('the version %j', async (version) => {
      const insert = (): Promise<void> => inTransaction((tx) => insertPackageVersion(tx, 'any', version));
      expect(await constraintOf(insert)).toBe('package_versions_version_format');
    });
  });

  describe('lifecycle', () => {
    beforeAll(() => dataSource.transaction((tx) => insertWholePackage(tx, 'living')));

    it.each([
      [`status = 'retired', reason = 'r'`, 'lifecycle_status'],
      [`status = 'yanked', reason = ' '`, 'lifecycle_reason'],
      [`replacement_package_id = 'next'`, 'lifecycle_replacement'],
      [`replacement_package_id = 'living', replacement_package_version = '1.0.0'`, 'lifecycle_not_self'],
      [`updated_by = NULL`, 'lifecycle_touched'],
      [`reason = repeat('r', 2001)`, 'lifecycle_reason_size'],
    ])('%s', async (assignment, constraint) => {
      const touched = assignment.startsWith('updated_by') ? '' : `, updated_by = 'admin'`;
      expect(await constraintOf(() => change(`${assignment}${touched}`))).toBe(constraint);
    });

    it('a change that does not advance the revision by one', async () => {
      const sql = (revision: number): string =>
        `UPDATE registry.package_lifecycle SET reason = 'r', updated_at = now(), updated_by = 'a', revision = ${revision}
         WHERE package_id = 'living'`;
      for (const revision of [2, 7]) {
        await expect(dataSource.query(sql(revision))).rejects.toThrow('lifecycle revision must advance by one');
      }
    });

    it('nothing of a change that keeps the rules, and writes it to the history', async () => {
      await change(`status = 'superseded', reason = 'see 2.0.0', replacement_package_id = 'living',
        replacement_package_version = '2.0.0', updated_by = 'admin'`);
      const rows = await dataSource.query<object[]>(
        `SELECT revision, status, reason, replacement_package_version, updated_by
         FROM registry.package_lifecycle_history WHERE package_id = 'living'`,
      );
      expect(rows).toEqual([
        {
          revision: 1,
          status: 'superseded',
          reason: 'see 2.0.0',
          replacement_package_version: '2.0.0',
          updated_by: 'admin',
        },
      ]);
    });

    it('the removal of a lifecycle or counter row', async () => {
      expect(await constraintOf(() => dataSource.query('DELETE FROM registry.package_lifecycle'))).toBe(
        'package_has_lifecycle',
      );
      expect(await constraintOf(() => dataSource.query('DELETE FROM registry.package_version_stats'))).toBe(
        'package_has_stats',
      );
    });

    async function change(assignments: string): Promise<void> {
      await dataSource.query(
        `UPDATE registry.package_lifecycle SET ${assignments}, updated_at = now(), revision = revision + 1
         WHERE package_id = 'living'`,
      );
    }
  });

  it('counters below zero and days without a download', async () => {
    const update = 'UPDATE registry.package_version_stats SET download_count = -1';
    expect(await constraintOf(() => dataSource.query(update))).toBe('package_version_stats_count');
    const insert = `INSERT INTO registry.downloads_daily VALUES ('package', 'a', '1', current_date, 0)`;
    expect(await constraintOf(() => dataSource.query(insert))).toBe('downloads_daily_count');
  });

  async function inTransaction(work: (tx: EntityManager) => Promise<void>): Promise<void> {
    await dataSource.transaction(work);
  }

  /** The name of the constraint that refused; the failure of the test when nothing did. */
  async function constraintOf(work: () => Promise<unknown>): Promise<unknown> {
    try {
      await work();
    } catch (error) {
      return (error as { driverError?: { constraint?: unknown } }).driverError?.constraint;
    }
    throw new Error('nothing was refused');
  }
});
