import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { MIGRATIONS } from '../../migrations';
import { ChildRegistry } from '../support/child-registry';
import { EmbeddedServer } from '../support/fleet/embedded-server';
import type { Report } from '../support/fleet/report';
import { runScenario } from '../support/fleet/scenario';
import { audit } from '../support/audit';

const BINARIES = 4;
const START_TIMEOUT_MS = 120_000;
/** Made by a migration in the middle; whoever makes a table of this name keeps that migration waiting. */
const MIDDLE_TABLE = 'receipts';

/**
 * Four binaries meet an empty database at once: each migration runs once, and all four serve. Then the one that
 * migrates is killed in the middle of a migration: another one goes on from there.
 */
void runScenario('Four binaries migrating at once', async (scenario) => {
  const { report } = scenario;
  const server = await EmbeddedServer.start();
  scenario.cleanUp(() => server.remove());
  report.section('an empty database');
  await startTogether(server, report);

  const second = await EmbeddedServer.start();
  scenario.cleanUp(() => second.remove());
  report.section('the binary that migrates is killed in the middle');
  await killTheMigrating(second, report);
});

async function startTogether(server: EmbeddedServer, report: Report): Promise<void> {
  const children = binaries(server, {});
  try {
    const listening = await Promise.all(
      children.map((child) => child.logged('the Registry is listening', START_TIMEOUT_MS)),
    );
    const ready = await Promise.all(listening.map(({ address }) => fetch(`${String(address)}/registry-api/v1/readyz`)));
    report.equal('binaries that are ready', ready.filter(({ ok }) => ok).length, BINARIES);
    report.equal('binaries that migrated', appliedBy(children).filter((count) => count > 0).length, 1);
    await checkMigrations(server, report);
    const exits = await Promise.all(children.map((child) => child.stop()));
    report.equal('binaries that ended with 0', exits.filter(({ code }) => code === 0).length, BINARIES);
  } finally {
    for (const child of children) child.process.kill('SIGKILL');
  }
}

async function killTheMigrating(server: EmbeddedServer, report: Report): Promise<void> {
  const blocker = new Client({ connectionString: server.url });
  await blocker.connect();
  await blocker.query('CREATE SCHEMA registry');
  await blocker.query('BEGIN');
  await blocker.query(`CREATE TABLE registry.${MIDDLE_TABLE} ()`);
  const children = binaries(server, { ANIP_REGISTRY_MIGRATE_ONLY: '1' });
  try {
    const migrating = await blockedChild(server, children);
    const before = await migrationCount(server);
    await migrating.stop('SIGKILL');
    report.note('killed after so many of the migrations', `${before} of ${MIGRATIONS.length}`);
    await blocker.query('ROLLBACK');
    const others = children.filter((child) => child !== migrating);
    const exits = await Promise.all(others.map(({ exit }) => exit));
    report.equal('others that ended with 0', exits.filter(({ code }) => code === 0).length, BINARIES - 1);
    report.equal('migrations that one of them applied', Math.max(...appliedBy(others)), MIGRATIONS.length - before);
    await checkMigrations(server, report);
  } finally {
    for (const child of children) child.process.kill('SIGKILL');
    await blocker.end();
  }
}

function binaries(server: EmbeddedServer, env: Readonly<Record<string, string>>): ChildRegistry[] {
  const all = { ANIP_REGISTRY_DATABASE_URL: server.url, ANIP_REGISTRY_ADDR: '127.0.0.1:0', ...env };
  return Array.from({ length: BINARIES }, () => ChildRegistry.start('src/main.ts', all));
}

/** The one that holds the migration lock, once the others wait for it and it waits for the table. */
async function blockedChild(server: EmbeddedServer, children: readonly ChildRegistry[]): Promise<ChildRegistry> {
  const waits = (child: ChildRegistry): boolean =>
    child.lines.some(({ message }) => message === 'waiting for the migrations of another process');
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const [row] = await server.query<{ blocked: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_stat_activity
         WHERE application_name = 'anip-registry-migrations' AND wait_event_type = 'Lock') AS blocked`,
    );
    const migrating = children.filter((child) => !waits(child));
    if (row?.blocked === true && migrating.length === 1 && migrating[0] !== undefined) return migrating[0];
    await sleep(50);
  }
  throw new Error('no binary came to the migration that was kept waiting');
}

function appliedBy(children: readonly ChildRegistry[]): number[] {
  return children.map((child) => {
    const line = child.lines.find(({ message }) => message === 'migrations applied');
    return line === undefined ? 0 : (line.applied as readonly string[]).length;
  });
}

async function migrationCount(server: EmbeddedServer): Promise<number> {
  const [row] = await server.query<{ count: string }>('SELECT count(*) FROM registry.migrations');
  return Number(row?.count);
}

async function checkMigrations(server: EmbeddedServer, report: Report): Promise<void> {
  report.equal('migrations in the store, each once', await migrationCount(server), MIGRATIONS.length);
  const { exitCode, report: audited } = await audit(server.url);
  report.check('audit is clean', exitCode === 0, audited.status);
}
