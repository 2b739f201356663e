import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { MIGRATIONS, type MigrationClass } from '../../migrations';
import type { Migration } from '../../migrations/migration';
import { digestOf, type Digest } from '../core/digest';
import { appendAuditEvents } from './append-audit-events';
import { dataSourceOptions } from './data-source';

export interface KnownMigration {
  readonly name: string;
  readonly migration: Migration;
  readonly checksum: Digest;
}

/** All migrations of this build, in their order, each with the checksum of the SQL that its `up` sends. */
export async function knownMigrations(classes: readonly MigrationClass[] = MIGRATIONS): Promise<KnownMigration[]> {
  return Promise.all(
    classes.map(async (Migration) => {
      const migration = new Migration();
      return { name: Migration.name, migration, checksum: await checksumOf(migration, Migration.name) };
    }),
  );
}

/**
 * A data source that runs the migrations, one transaction each, and in the same transaction writes down (or, on the
 * way down, takes out) their checksums and what they require: a crash cannot leave one without the other. No statement timeout: a migration
 * may take its time. Its lock timeout is short, since whoever waits for a table lock makes all later readers wait.
 */
export function createMigrationSource(url: string, known: readonly KnownMigration[]): DataSource {
  return new DataSource({
    ...dataSourceOptions({ url, entities: [], limits: { poolSize: 1 }, applicationName: 'anip-registry-migrations' }),
    migrations: known.map(withChecksum),
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    extra: { lock_timeout: 30_000 },
  });
}

function withChecksum({ name, migration, checksum }: KnownMigration): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = name;
    readonly transaction = migration.transaction;

    async up(queryRunner: QueryRunner): Promise<void> {
      await migration.up(queryRunner);
      await queryRunner.query('INSERT INTO registry.migration_checksums (name, checksum) VALUES ($1, $2)', [
        name,
        checksum,
      ]);
      // Apart from the row, since the column itself came with one of the migrations.
      if (migration.compatibility !== 'expand')
        await queryRunner.query('UPDATE registry.migration_checksums SET requires = $2 WHERE name = $1', [
          name,
          migration.compatibility.requires,
        ]);
      await tellAuditTrail(queryRunner, 'migration.apply', name, checksum);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await migration.down(queryRunner);
      await queryRunner.query('DELETE FROM registry.migration_checksums WHERE name = $1', [name]);
      await tellAuditTrail(queryRunner, 'migration.revert', name, checksum);
    }
  };
}

/** In the transaction of the migration, from the one on that begins the trail. */
async function tellAuditTrail(
  queryRunner: QueryRunner,
  action: 'migration.apply' | 'migration.revert',
  id: string,
  checksum: Digest,
): Promise<void> {
  const [trail] = (await queryRunner.query(
    "SELECT to_regprocedure('registry.append_audit_events(text[])') IS NOT NULL AS exists",
  )) as readonly { readonly exists: boolean }[];
  if (trail?.exists !== true) return;
  const target = { kind: 'migration', id } as const;
  await appendAuditEvents(queryRunner, [
    { action, actor: { type: 'system' }, target, details: { checksum }, time: new Date() },
  ]);
}

/**
 * Migrations are plain SQL and read nothing back (migrations/README.md), so their statements can be taken down
 * without a database: `up` is given a query runner that only listens.
 */
async function checksumOf(migration: MigrationInterface, name: string): Promise<Digest> {
  const statements: string[] = [];
  const listener = {
    query: (sql: string, parameters: readonly unknown[] = []): Promise<unknown[]> => {
      statements.push(sql, JSON.stringify(parameters));
      return Promise.resolve([]);
    },
  };
  const runner = new Proxy(listener, {
    get: (target, member): unknown => {
      if (member === 'query') return target.query;
      throw new Error(`Migration ${name} uses queryRunner.${String(member)}; allowed is queryRunner.query alone`);
    },
  });
  await migration.up(runner as unknown as QueryRunner);
  return digestOf(statements);
}
