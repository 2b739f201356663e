import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../../migrations';
import type { Migration } from '../../../migrations/migration';
import { createDataSource } from '../../../src/database/data-source';
import { runMigrations } from '../../../src/database/migration-runner';
import { migrationStatus } from '../../../src/database/migration-status';
import { createMigrationSource, knownMigrations } from '../../../src/database/migration-source';
import { createEmptyDatabase, type TestDatabase } from '../../support/test-database';
import { query } from '../../support/test-server';
import { readCatalog } from './catalog';

const NAMES = MIGRATIONS.map((migration) => migration.name);
const quiet = (): undefined => undefined;

describe('migrations', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createEmptyDatabase();
  });
  afterEach(async () => {
    await database.drop();
  });

  it('are listed in the order of their times, and named by them', () => {
    expect(NAMES.map((name) => name.slice(-13))).toEqual([...new Set(NAMES.map((name) => name.slice(-13)))].sort());
  });

  it('run up, down to nothing and up again, to the same catalog', async () => {
    expect(await runMigrations(database.url, quiet)).toEqual({ applied: NAMES, total: NAMES.length });
    const once = await catalog();

    const source = await createMigrationSource(database.url, await knownMigrations()).initialize();
    while ((await count('registry.migrations')) > 0) await source.undoLastMigration();
    await source.destroy();
    expect((await catalog()).tables).toEqual(['migration_checksums', 'migrations']);
    expect((await catalog()).functions).toEqual([]);
    expect(await count('registry.migration_checksums')).toBe(0);

    expect((await runMigrations(database.url, quiet)).applied).toEqual(NAMES);
    expect(await catalog()).toEqual(once);
  });

  it('change nothing when they run again', async () => {
    await runMigrations(database.url, quiet);
    expect(await runMigrations(database.url, quiet)).toEqual({ applied: [], total: NAMES.length });
  });

  it('apply once when four processes start them at the same time', async () => {
    const start = promisify(execFile);
    const support = join(__dirname, '..', '..', 'support');
    const script = ['--require', join(support, 'register-typescript.cjs'), join(support, 'run-migrations.script.ts')];
    const env = { ...process.env, ANIP_TEST_URL: database.url };
    const runs = await Promise.all([1, 2, 3, 4].map(() => start(process.execPath, script, { env })));

    const applied = runs.map(({ stdout }) => JSON.parse(stdout) as string[]);
    expect(applied.flat().sort()).toEqual([...NAMES].sort());
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await count('registry.migrations')).toBe(NAMES.length);
  }, 60_000);

  it('wait for the process that holds the lock, and say so', async () => {
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock(1634625904, 1)');
    const messages: string[] = [];
    const run = runMigrations(database.url, (message) => messages.push(message));
    while (messages.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(messages).toEqual(['waiting for the migrations of another process']);
    await holder.end();
    expect((await run).applied).toEqual(NAMES);
  });

  it('refuse a migration that was edited after it ran, by its name', async () => {
    await runMigrations(database.url, quiet);
    const [first, ...others] = MIGRATIONS;
    const Edited = class extends first! {
      override async up(queryRunner: QueryRunner): Promise<void> {
        await super.up(queryRunner);
        await queryRunner.query('SELECT 1');
      }
    };
    Object.defineProperty(Edited, 'name', { value: first!.name });
    await expect(runMigrations(database.url, quiet, [Edited, ...others])).rejects.toThrow(
      new RegExp(`^Migration ${first!.name} is not the one that was applied`),
    );
  });

  it('leave nothing of a migration that fails, and keep the ones before it', async () => {
    class Breaks1999999999999 implements Migration {
      readonly compatibility = 'expand';
      async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('CREATE TABLE registry.half_made (id integer)');
        await queryRunner.query('SELECT 1 / 0');
      }
      down(): Promise<void> {
        return Promise.resolve();
      }
    }
    await expect(runMigrations(database.url, quiet, [...MIGRATIONS, Breaks1999999999999])).rejects.toThrow(
      'division by zero',
    );
    expect((await catalog()).tables).not.toContain('half_made');
    expect(await count('registry.migrations')).toBe(NAMES.length);
    expect(await count('registry.migration_checksums')).toBe(NAMES.length);
  });

  it('run for a role that owns the schema but may not create one', async () => {
    await query(database.url, 'CREATE SCHEMA registry');
    const name = new URL(database.url).pathname.slice(1);
    const role = new URL(database.url).username;
    await query(database.superuserUrl, `ALTER DATABASE "${name}" OWNER TO CURRENT_USER`, 'CREATE EXTENSION pg_trgm');
    await expect(query(database.url, 'CREATE SCHEMA other')).rejects.toThrow('permission denied');
    expect((await runMigrations(database.url, quiet)).applied).toEqual(NAMES);
    await query(database.superuserUrl, `ALTER DATABASE "${name}" OWNER TO "${role}"`);
  });

  it('say which extension is missing, and who may create it, where the role may not', async () => {
    await query(database.url, 'CREATE SCHEMA registry');
    const name = new URL(database.url).pathname.slice(1);
    const role = new URL(database.url).username;
    await query(database.superuserUrl, `ALTER DATABASE "${name}" OWNER TO CURRENT_USER`);
    await expect(runMigrations(database.url, quiet)).rejects.toThrow(
      new RegExp(`extension pg_trgm, and the role "${role}" may not create it in the database "${name}": .*superuser`),
    );
    // Nothing has to be undone: the next start goes on from here.
    await query(
      database.superuserUrl,
      'CREATE SCHEMA elsewhere',
      `GRANT USAGE ON SCHEMA elsewhere TO "${role}"`,
      'CREATE EXTENSION pg_trgm SCHEMA elsewhere',
    );
    const { applied } = await runMigrations(database.url, quiet);
    expect(applied).toEqual(NAMES.slice(NAMES.indexOf('CreateTrigramExtension1764000800000')));
    await query(database.superuserUrl, `ALTER DATABASE "${name}" OWNER TO "${role}"`);
  });

  it('report their status before, between, after, and in a newer schema', async () => {
    const dataSource = await createDataSource({ url: database.url, entities: [] }).initialize();
    try {
      const expectedCount = NAMES.length;
      expect(await migrationStatus(dataSource)).toEqual({
        applied: false,
        appliedCount: 0,
        expectedCount,
        pending: NAMES,
        incompatible: [],
      });
      await query(database.url, 'CREATE SCHEMA registry');
      expect((await migrationStatus(dataSource)).pending).toEqual(NAMES);

      await runMigrations(database.url, quiet, MIGRATIONS.slice(0, 3));
      expect(await migrationStatus(dataSource)).toEqual({
        applied: false,
        appliedCount: 3,
        expectedCount,
        pending: NAMES.slice(3),
        incompatible: [],
      });
      await runMigrations(database.url, quiet);
      await query(database.url, `INSERT INTO registry.migrations (timestamp, name) VALUES (2, 'Newer0000000000002')`);
      expect(await migrationStatus(dataSource)).toEqual({
        applied: true,
        appliedCount: expectedCount + 1,
        expectedCount,
        pending: [],
        incompatible: [],
      });
      expect((await runMigrations(database.url, quiet)).applied).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });

  async function catalog(): Promise<Record<string, string[]>> {
    return withClient(readCatalog);
  }

  async function count(table: string): Promise<number> {
    return withClient(async (client) => {
      const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
      return Number(rows[0]!.count);
    });
  }

  async function withClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
});
