import type { Logger } from 'pino';
import type { AppParts } from './app.module';
import { recordStart } from './audit-trail/record-start';
import type { LoadedConfig } from './config/config';
import { awaitDatabase, withFirstConnection } from './database/await-database';
import type { EmbeddedPostgres } from './database/embedded-postgres';
import type { Log } from './database/migration-lock';
import { runMigrations } from './database/migration-runner';
import { ensureCompatible } from './database/migration-status';
import { stopGracefully } from './graceful-stop';
import type { ServingRegistry } from './serve-registry';

/** A running Registry. */
export interface RunningRegistry {
  /** `http://host:port` of the socket that it listens on. */
  readonly address: string;
  /** @throws StopOverdue when something was still open at the end of the grace */
  stop(): Promise<void>;
}

/**
 * Brings a Registry up in order: database, migrations, then the processes that serve: this one, or several workers.
 * Each step undoes nothing of the one before and can be repeated. Undefined when only migrations were asked for.
 */
export async function startRegistry(loaded: LoadedConfig, logger: Logger): Promise<RunningRegistry | undefined> {
  const { config, secrets, warnings } = loaded;
  const log: Log = (message, fields) => logger.info(fields, message);
  for (const warning of warnings) logger.warn(warning);

  const embedded = secrets.databaseUrl === undefined ? await startEmbedded(config.dataDir, log) : undefined;
  try {
    const databaseUrl = secrets.databaseUrl ?? embedded?.url ?? '';
    const warn: Log = (message, fields) => logger.warn(fields, message);
    if (config.runMigrations) {
      await awaitDatabase(databaseUrl, warn);
      await runMigrations(databaseUrl, log);
    }
    if (config.migrateOnly) {
      await embedded?.stop();
      return undefined;
    }
    await withFirstConnection(databaseUrl, warn, async (client) => {
      if (!config.runMigrations) await ensureCompatible(client);
      await recordStart(client, config, new Date()).catch((error: unknown) =>
        // The database may be read-only for now, or await its migrations: readyz says so.
        logger.warn({ err: error }, 'the audit trail does not have this start'),
      );
    });
    const parts = { config, secrets, databaseUrl, logger };
    const registry = await serve(parts);
    logger.info(
      {
        address: registry.address,
        mode: config.mode,
        'key.id': config.activeKeyId,
        workers: config.workers,
      },
      'the Registry is listening',
    );
    const { graceMs } = config.shutdown;
    const last = embedded === undefined ? [] : [{ name: 'embedded database', run: () => embedded.stop() }];
    return {
      address: registry.address,
      stop: () => stopGracefully('the Registry', registry, graceMs, logger, last),
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

// Each is loaded by who needs it: the application is most of what a start costs, and neither a migration nor the primary
// process of several workers has one; a database of its own is for development.
/* eslint-disable @typescript-eslint/no-require-imports -- not at the start */

function serve(parts: AppParts): Promise<ServingRegistry> {
  if (parts.config.workers > 1) {
    const { startWorkers } = require('./cluster/primary') as typeof import('./cluster/primary');
    return startWorkers(parts);
  }
  const { serveRegistry } = require('./serve-registry') as typeof import('./serve-registry');
  return serveRegistry(parts);
}

function startEmbedded(dataDir: string, log: Log): Promise<EmbeddedPostgres> {
  const embedded = require('./database/embedded-postgres') as typeof import('./database/embedded-postgres');
  return embedded.startEmbeddedPostgres({ dataDir, log });
}
