import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedConfig } from '../config/config';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../database/embedded-postgres';
import type { Log } from '../database/migration-lock';
import { storeFault } from '../database/pg-errors';
import { CliError, unreachable } from './cli-error';
import type { Console } from './console';

/** Operators read the log of a server; of a command they want the sentence. */
export function logTo(console: Console): Log {
  return (message) => console.progress(message);
}

/**
 * Gives `work` the URL of the configured database. The embedded one is started for it and stopped after it; it is only
 * made where that is what was asked for: to read a store that is not there is a mistake in the directory.
 * @throws CliError with exit code 3 when there is no database to work on
 */
export async function withRegistryDatabase<T>(
  { config, secrets }: LoadedConfig,
  console: Console,
  options: { readonly mayCreate: boolean },
  work: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  if (secrets.databaseUrl !== undefined) return work(secrets.databaseUrl);
  if (!options.mayCreate && !existsSync(join(config.dataDir, 'postgres'))) {
    throw unreachable(
      `there is no database in ${config.dataDir}: set ANIP_REGISTRY_DATABASE_URL, or ANIP_REGISTRY_DATA_DIR to the ` +
        'data directory of the Registry',
    );
  }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log: logTo(console) }).catch(
    (error: unknown) => {
      throw error instanceof EmbeddedPostgresError ? unreachable(error.message, error) : error;
    },
  );
  try {
    return await work(embedded.url);
  } finally {
    await embedded.stop();
  }
}

/** What a database error means to a command; undefined when it is no error of the database's being away. */
export function asUnreachable(error: unknown): CliError | undefined {
  if (storeFault(error) === undefined) return undefined;
  return unreachable(`the database could not be reached: ${driverMessage(error)}`, error);
}

/** Of a command that only reads; one that could not read has found no damage. */
export function databaseRefusal(error: unknown): CliError | undefined {
  if (error instanceof CliError) return undefined;
  const isSqlState = error instanceof Error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code));
  return (
    asUnreachable(error) ??
    (isSqlState ? unreachable(`the database refused to be read: ${driverMessage(error)}`, error) : undefined)
  );
}

/** The driver's own words name hosts and users, never a password. Of several refused addresses the first is told. */
export function driverMessage(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return driverMessage(error.errors[0]);
  return error instanceof Error && error.message !== '' ? error.message : 'no reason was given';
}
