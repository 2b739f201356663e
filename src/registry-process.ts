import type { Logger } from 'pino';
import { recordStart } from './audit-trail/record-start';
import { startWorkers } from './cluster/primary';
import type { LoadedConfig } from './config/config';
import { awaitDatabase } from './database/await-database';
import { startEmbeddedPostgres } from './database/embedded-postgres';
import type { Log } from './database/migration-lock';
import { runMigrations } from './database/migration-runner';
import { ensureCompatible } from './database/migration-status';
import { stopGracefully } from './graceful-stop';
import { serveRegistry } from './serve-registry';

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

  const embedded =
    secrets.databaseUrl === undefined ? await startEmbeddedPostgres({ dataDir: config.dataDir, log }) : undefined;
  try {
    const databaseUrl = secrets.databaseUrl ?? embedded?.url ?? '';
    await awaitDatabase(databaseUrl, (message, fields) => logger.warn(fields, message));
    if (config.runMigrations) await runMigrations(databaseUrl, log);
    else await ensureCompatible(databaseUrl);
    if (config.migrateOnly) {
      await embedded?.stop();
      return undefined;
    }
    await recordStart(databaseUrl, config, new Date()).catch((error: unknown) =>
      // The database may be read-only for now, or await its migrations: readyz says so.
      logger.warn({ err: error }, 'the audit trail does not have this start'),
    );
    const parts = { config, secrets, databaseUrl, logger };
    const registry = await (config.workers > 1 ? startWorkers(parts) : serveRegistry(parts));
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
