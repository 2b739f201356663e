import { Command } from 'commander';
import { Client } from 'pg';
import { compareMigrations, type MigrationComparison } from '../../audit/migrations.query';
import { inSnapshot } from '../../audit/snapshot';
import { awaitDatabase } from '../../database/await-database';
import { connectionUrl } from '../../database/connection-url';
import { CONNECT_TIMEOUT_MS } from '../../database/data-source';
import { runMigrations } from '../../database/migration-runner';
import { knownMigrations } from '../../database/migration-source';
import { failure } from '../cli-error';
import type { Console } from '../console';
import { prettyJson } from '../json-output';
import { registryConfig } from '../registry-config';
import { asUnreachable, driverMessage, logTo, withRegistryDatabase } from '../registry-database';

interface Flags {
  readonly status?: true;
}

const HELP = `
Applies what is pending, each migration in a transaction of its own, as ANIP_REGISTRY_MIGRATE_ONLY=1 does. Any number of
processes may do so at once: one works, the others wait for it. Waits up to 30 seconds for a database that is starting.

With --status nothing is changed: the migrations of the database are compared with those of this build.

The result is JSON. Without --status: applied (the names that this run applied), total. With it: status (ok, pending, changed
or incompatible), applied, pending, changed (applied with other SQL than this build has), unknown (applied by a newer
build), incompatible (those of them that this build does not work with).

Exit codes:
  0  the database is up to date
  1  a migration failed; with --status: migrations are pending, changed or incompatible
  2  wrong usage, or a fault in the environment
  3  the database could not be reached

Examples:
  ANIP_REGISTRY_DATABASE_URL=postgres://registry@db.example.com/registry anip-registry migrate
  anip-registry migrate --status`;

export function migrateCommand(console: Console): Command {
  return new Command('migrate')
    .description('Apply pending migrations, or report them.')
    .option('--status', 'report applied and pending migrations; exit 1 when there are pending ones')
    .allowExcessArguments(false)
    .addHelpText('after', HELP)
    .action((flags: Flags) => (flags.status ? status(console) : migrate(console)));
}

async function migrate(console: Console): Promise<void> {
  const loaded = registryConfig();
  const log = logTo(console);
  const report = await withRegistryDatabase(loaded, console, { mayCreate: true }, async (databaseUrl) => {
    try {
      await awaitDatabase(databaseUrl, log);
      return await runMigrations(databaseUrl, log);
    } catch (error) {
      throw asUnreachable(error) ?? failure(`the migrations could not be applied: ${driverMessage(error)}`, error);
    }
  });
  console.result(prettyJson({ applied: [...report.applied], total: report.total }));
}

async function status(console: Console): Promise<void> {
  const comparison = await withRegistryDatabase(registryConfig(), console, { mayCreate: false }, compare);
  const { applied, pending, changed, unknown, incompatible } = comparison;
  const problems = [
    ...(pending.length === 0 ? [] : [`${pending.length} pending`]),
    ...(changed.length === 0 ? [] : [`${changed.length} changed`]),
  ];
  console.result(prettyJson({ status: statusOf(comparison), applied, pending, changed, unknown, incompatible }));
  if (incompatible.length > 0) {
    throw failure(
      `the database is ahead of this build, which does not work with ${incompatible.join(', ')}; run a newer one`,
    );
  }
  if (problems.length > 0) throw failure(`the database is not up to date: ${problems.join(', ')}`);
}

/** The worst that was found. */
function statusOf({ pending, changed, incompatible }: MigrationComparison): string {
  if (incompatible.length > 0) return 'incompatible';
  if (changed.length > 0) return 'changed';
  return pending.length > 0 ? 'pending' : 'ok';
}

async function compare(databaseUrl: string): Promise<MigrationComparison> {
  const client = new Client({
    connectionString: connectionUrl(databaseUrl),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'anip-registry-migrate',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const known = await knownMigrations();
    return await inSnapshot(client, (read) => compareMigrations(read, known));
  } catch (error) {
    throw asUnreachable(error) ?? failure(`the migrations could not be read: ${driverMessage(error)}`, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
