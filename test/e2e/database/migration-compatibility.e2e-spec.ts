import type { QueryRunner } from 'typeorm';
import { MIGRATIONS, type MigrationClass } from '../../../migrations';
import type { Compatibility, Migration } from '../../../migrations/migration';
import { withFirstConnection } from '../../../src/database/await-database';
import { createDataSource } from '../../../src/database/data-source';
import { runMigrations } from '../../../src/database/migration-runner';
import { ensureCompatible, migrationStatus } from '../../../src/database/migration-status';
import { ANIP_REGISTRY } from '../../support/audit';
import { ChildRegistry } from '../../support/child-registry';
import { samplePackage } from '../../support/demo-requests';
import { runCli } from '../../support/run-cli';
import { shapeFaults } from '../../support/schemas';
import { TestApp } from '../../support/test-app';
import { createEmptyDatabase, type TestDatabase } from '../../support/test-database';
import { query } from '../../support/test-server';

jest.setTimeout(60_000);

const quiet = (): undefined => undefined;

/** A release after this one, in two steps: the first adds a column, the second takes a table away. */
class AddNote1999000000000 implements Migration {
  readonly compatibility: Compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE registry.receipts ADD COLUMN note text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE registry.receipts DROP COLUMN note');
  }
}

class DropDailyCounts1999000000001 implements Migration {
  readonly compatibility: Compatibility = { requires: AddNote1999000000000.name };

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE registry.downloads_daily');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE registry.downloads_daily ()');
  }
}

const NEXT: readonly MigrationClass[] = [...MIGRATIONS, AddNote1999000000000];
const AFTER_NEXT: readonly MigrationClass[] = [...NEXT, DropDailyCounts1999000000001];
const CONTRACT = DropDailyCounts1999000000001.name;
const REFUSAL =
  `the database has the migration ${CONTRACT}, after which only builds that know the migration ` +
  `${AddNote1999000000000.name} work, and this build does not. Run a newer build`;

const namesOf = (classes: readonly MigrationClass[]): ReadonlySet<string> => new Set(classes.map(({ name }) => name));

describe('a build on a schema that is newer than itself', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createEmptyDatabase();
  });
  afterEach(() => database.drop());

  function ensureCompatibleStore(names?: ReadonlySet<string>): Promise<void> {
    return withFirstConnection(database.url, quiet, (client) => ensureCompatible(client, names));
  }

  async function recorded(): Promise<unknown> {
    const dataSource = await createDataSource({ url: database.url, entities: [] }).initialize();
    try {
      return await dataSource.query(
        'SELECT name, requires FROM registry.migration_checksums WHERE requires IS NOT NULL ORDER BY name',
      );
    } finally {
      await dataSource.destroy();
    }
  }

  it('works when that only adds: it starts, is ready, publishes, and has nothing to migrate', async () => {
    await runMigrations(database.url, quiet, NEXT);
    const messages: string[] = [];
    const report = await runMigrations(database.url, (message) => messages.push(message));
    expect(report).toEqual({ applied: [], total: MIGRATIONS.length });
    expect(messages).toEqual([
      'the schema has a migration that this build does not know, and works with',
      'migrations are up to date',
    ]);
    await ensureCompatibleStore();
    expect(await recorded()).toEqual([]);

    const app = await TestApp.start({ database });
    const ready = await app.anonymous().get('/readyz').expect(200);
    const migration = { applied: true, applied_count: NEXT.length, expected_count: MIGRATIONS.length };
    expect(ready.body).toMatchObject({ status: 'ok', migration });
    await app.publisher().publishPackage(samplePackage()).expect(201);
    await app.close();
  });

  it('is refused when that took away what it uses: by migrate, by the start, by readyz; and nothing is changed', async () => {
    await runMigrations(database.url, quiet, AFTER_NEXT);
    expect(await recorded()).toEqual([{ name: CONTRACT, requires: AddNote1999000000000.name }]);
    await expect(runMigrations(database.url, quiet)).rejects.toThrow(REFUSAL);
    await expect(ensureCompatibleStore()).rejects.toThrow(REFUSAL);

    const env = { ANIP_REGISTRY_ADDR: '127.0.0.1:0', ANIP_REGISTRY_DATABASE_URL: database.url };
    const child = ChildRegistry.start('src/main.ts', { ...env, ANIP_REGISTRY_RUN_MIGRATIONS: 'false' });
    expect(await child.exit).toEqual({ code: 1, signal: null });
    expect(child.lines.at(-1)).toMatchObject({
      level: 'fatal',
      message: expect.stringContaining(`the Registry could not start: ${REFUSAL}`) as string,
    });

    const status = await runCli(['migrate', '--status'], { entry: ANIP_REGISTRY, env });
    expect(status.exitCode).toBe(1);
    expect(JSON.parse(status.stdout)).toMatchObject({ status: 'incompatible', pending: [], incompatible: [CONTRACT] });
    expect(status.stderr).toBe(
      `anip-registry: the database is ahead of this build, which does not work with ${CONTRACT}; run a newer one\n`,
    );
  });

  it('is not ready any more when that happens while it runs, and names the migration', async () => {
    await runMigrations(database.url, quiet);
    const app = await TestApp.start({ database });
    await app.anonymous().get('/readyz').expect(200);
    await runMigrations(database.url, quiet, AFTER_NEXT);
    const unready = await app.anonymous().get('/readyz').expect(503);
    expect(shapeFaults('readyz', unready.body)).toEqual([]);
    expect(unready.body).toMatchObject({
      status: 'error',
      migration: { applied: true, incompatible: [CONTRACT] },
      error: 'the database has migrations that this build does not work with (1); run a newer build',
    });
    await app.anonymous().get('/healthz').expect(200);
    await app.close();
  });

  it('is judged by what it knows: the build in between works with both', async () => {
    await runMigrations(database.url, quiet, AFTER_NEXT);
    await ensureCompatibleStore(namesOf(NEXT));
    const dataSource = await createDataSource({ url: database.url, entities: [] }).initialize();
    expect(await migrationStatus(dataSource, namesOf(NEXT))).toMatchObject({ applied: true, incompatible: [] });
    await dataSource.destroy();
    expect((await runMigrations(database.url, quiet, NEXT)).applied).toEqual([]);
  });

  it('meets databases from before compatibility was recorded', async () => {
    const before = MIGRATIONS.filter(({ name }) => !name.startsWith('AddMigrationCompatibility'));
    await runMigrations(database.url, quiet, before);
    await ensureCompatibleStore();
    await query(database.url, `INSERT INTO registry.migrations (timestamp, name) VALUES (2, 'Older2')`);
    await ensureCompatibleStore();
    expect((await runMigrations(database.url, quiet)).applied).toEqual(
      MIGRATIONS.map(({ name }) => name).filter((name) => !before.some((migration) => migration.name === name)),
    );
  });

  it('meets a database without a schema', async () => {
    await ensureCompatibleStore();
  });
});
