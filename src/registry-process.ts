import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import type { LoadedConfig, RegistryConfig } from './config/config';
import { createApp } from './create-app';
import { awaitDatabase } from './database/await-database';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './database/embedded-postgres';
import type { Log } from './database/migration-lock';
import { runMigrations } from './database/migration-runner';
import { DemoDataService } from './demo-data/demo-data.service';
import { ReadinessService } from './health/readiness.service';
import { Lifetime } from './http/lifetime';

/** Load balancers ask every few seconds whether a replica is ready; on a developer's machine nobody asks. */
const DRAIN_MS = { production: 5_000, dev: 0 } as const;
/** After this long, connections that are still open are cut; orchestrators kill after 30 s. */
const SHUTDOWN_GRACE_MS = 25_000;

/** A running Registry. */
export interface RunningRegistry {
  /** `http://host:port` of the socket that it listens on. */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Brings a Registry up in order: database, migrations, application, demo data, socket. Each step undoes nothing of the
 * one before and can be repeated. Undefined when only migrations were asked for.
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
    if (config.migrateOnly) {
      await embedded?.stop();
      return undefined;
    }
    const app = await createApp({ config, secrets, databaseUrl, logger });
    try {
      return await serve(app, config, embedded, logger);
    } catch (error) {
      await app.close();
      throw error;
    }
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

async function serve(
  app: NestExpressApplication,
  config: RegistryConfig,
  embedded: EmbeddedPostgres | undefined,
  logger: Logger,
): Promise<RunningRegistry> {
  if (config.seedDemo) await app.get(DemoDataService).publish();
  const connections = trackConnections(app);
  const { host, port } = config.listen;
  // Once before the first scrape, or the migration gauges would read as a fault.
  await app.get(ReadinessService).check();
  await (host === undefined ? app.listen(port) : app.listen(port, host));
  const address = await app.getUrl();
  logger.info(
    { address, mode: config.mode, 'key.id': config.activeKeyId, pid: process.pid },
    'the Registry is listening',
  );

  const stop = async (): Promise<void> => {
    logger.info('the Registry is stopping');
    app.get(Lifetime).isStopping = true;
    // Readiness has to be seen before the socket closes, or requests are still sent here.
    await sleep(DRAIN_MS[config.mode]);
    const cutOff = setTimeout(() => app.getHttpServer().closeAllConnections(), SHUTDOWN_GRACE_MS);
    const closed = app.close();
    // Opened in advance and never used: Node takes them for requests that have begun, and would wait.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
    await closed;
    clearTimeout(cutOff);
    await embedded?.stop();
    logger.info('the Registry has stopped');
  };
  return { address, stop };
}

function trackConnections(app: NestExpressApplication): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  app.getHttpServer().on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return connections;
}
