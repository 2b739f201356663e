import { MIGRATIONS } from '../../../migrations';
import { ANIP_REGISTRY } from '../../support/audit';
import { ChildRegistry } from '../../support/child-registry';
import { type CliRun, runCli } from '../../support/run-cli';
import { createEmptyDatabase, type TestDatabase } from '../../support/test-database';
import { query } from '../../support/test-server';

jest.setTimeout(60_000);

const NAMES = MIGRATIONS.map(({ name }) => name);

describe('anip-registry migrate', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createEmptyDatabase();
  });
  afterEach(() => database.drop());

  function migrate(...args: string[]): Promise<CliRun> {
    return runCli(['migrate', ...args], {
      entry: ANIP_REGISTRY,
      env: { ANIP_REGISTRY_DATABASE_URL: database.url },
    });
  }

  it('reports what is pending without touching the database, applies it, and then has nothing to do', async () => {
    const before = await migrate('--status');
    expect(before.exitCode).toBe(1);
    expect(JSON.parse(before.stdout)).toEqual({
      status: 'pending',
      applied: [],
      pending: NAMES,
      changed: [],
      unknown: [],
      incompatible: [],
    });
    expect(before.stderr).toBe(`anip-registry: the database is not up to date: ${NAMES.length} pending\n`);
    await query(database.url, 'CREATE SCHEMA registry; DROP SCHEMA registry');

    const first = await migrate();
    expect(first).toMatchObject({ exitCode: 0, stderr: 'migrations applied\n' });
    expect(JSON.parse(first.stdout)).toEqual({ applied: NAMES, total: NAMES.length });
    expect(first.stdout).toMatch(/^\{\n {2}"applied"/);

    const after = await migrate('--status');
    expect(after).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(after.stdout)).toEqual({
      status: 'ok',
      applied: NAMES,
      pending: [],
      changed: [],
      unknown: [],
      incompatible: [],
    });
    const second = await migrate();
    expect(second).toMatchObject({ exitCode: 0, stderr: 'migrations are up to date\n' });
    expect(JSON.parse(second.stdout)).toEqual({ applied: [], total: NAMES.length });
  });

  it('lets one of several work and the others wait', async () => {
    const runs = await Promise.all([migrate(), migrate(), migrate()]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const applied = runs.map(({ stdout }) => (JSON.parse(stdout) as { applied: string[] }).applied.length);
    expect(applied.sort((left, right) => left - right)).toEqual([0, 0, NAMES.length]);
  });

  it('refuses a database whose migrations had other SQL, and says which', async () => {
    await migrate();
    await query(
      database.url,
      `UPDATE registry.migration_checksums SET checksum = 'sha256:${'0'.repeat(64)}' WHERE name = '${NAMES[1] ?? ''}'`,
      `INSERT INTO registry.migrations (timestamp, name) VALUES (2, 'Newer2')`,
    );
    const run = await migrate();
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(
      `anip-registry: the migrations could not be applied: Migration ${NAMES[1] ?? ''} is not`,
    );
    const status = await migrate('--status');
    expect(status.exitCode).toBe(1);
    expect(JSON.parse(status.stdout)).toMatchObject({ status: 'changed', changed: [NAMES[1]], unknown: ['Newer2'] });
  });

  it('tells a faulty environment and an absent database apart', async () => {
    const faulty = await runCli(['migrate'], {
      entry: ANIP_REGISTRY,
      env: { ANIP_REGISTRY_DATABASE_URL: 'mysql://x' },
    });
    expect(faulty).toMatchObject({ exitCode: 2, stdout: '' });
    expect(faulty.stderr).toMatch(/^anip-registry: ANIP_REGISTRY_DATABASE_URL .*\n$/);
    const away = await runCli(['migrate', '--status'], {
      entry: ANIP_REGISTRY,
      env: { ANIP_REGISTRY_DATABASE_URL: 'postgres://x@127.0.0.1:1/x' },
    });
    expect(away).toMatchObject({ exitCode: 3, stdout: '' });
    expect(away.stderr).toMatch(/^anip-registry: the database could not be reached: .*ECONNREFUSED.*\n$/);
    const unknown = await migrate('--force');
    expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
    expect(unknown.stderr).toContain("unknown option '--force'");
  });
});

describe('anip-registry', () => {
  it.each([[], ['serve']])('with the arguments %j is the server', async (...args: string[]) => {
    const database = await createEmptyDatabase();
    const child = ChildRegistry.start(
      ANIP_REGISTRY,
      { ANIP_REGISTRY_ADDR: '127.0.0.1:0', ANIP_REGISTRY_DATABASE_URL: database.url },
      args,
    );
    const ready = await fetch(`${await child.address()}/registry-api/v1/readyz`);
    expect(ready.status).toBe(200);
    expect(await child.stop('SIGINT')).toEqual({ code: 0, signal: null });
    expect(child.lines.at(-1)?.message).toBe('the Registry has stopped');
    await database.drop();
  });

  it('refuses a command that it does not have', async () => {
    const run = await runCli(['serv'], { entry: ANIP_REGISTRY });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/^anip-registry: .*\(--help lists what is allowed\)\n$/);
  });
});
