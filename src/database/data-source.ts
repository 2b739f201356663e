import { Socket } from 'node:net';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { connectionUrl } from './connection-url';
import { SilentLogger } from './silent-logger';

export const SCHEMA = 'registry';
export const CONNECT_TIMEOUT_MS = 5_000;

/** Two more than the transactions that the cores of a small host keep busy; replicas share the server's limit. */
const DEFAULT_POOL_SIZE = 10;
/** Longer than any statement of ours needs, shorter than a client's patience: a stuck server becomes a 503. */
const STATEMENT_TIMEOUT_MS = 15_000;
/** The server breaks off a statement before this; a connection that is silent for longer leads nowhere any more. */
const SILENCE_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 1_000;
/** An idle connection is silent with every right, so it must be closed before. */
const IDLE_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 5_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;

export interface DataSourceSettings {
  /** `postgres://user:password@host:port/database`, with the TLS parameters of `connectionUrl`. */
  readonly url: string;
  readonly entities: Extract<DataSourceOptions, { type: 'postgres' }>['entities'];
  readonly poolSize?: number;
  readonly applicationName?: string;
}

/**
 * The pool that the service works with (data-model.md section 10). The schema is made by migrations alone, and its
 * name stands in every statement: a `SET search_path` would stay on the connection and leak into the pool.
 */
export function createDataSource(settings: DataSourceSettings): DataSource {
  return new DataSource({
    ...dataSourceOptions(settings),
    extra: {
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      keepAlive: true,
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      stream: impatientSocket,
    },
  });
}

/** What the service's pool and the migration runner's have in common. */
export function dataSourceOptions(settings: DataSourceSettings): Extract<DataSourceOptions, { type: 'postgres' }> {
  return {
    type: 'postgres',
    url: connectionUrl(settings.url),
    schema: SCHEMA,
    entities: settings.entities,
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logging: false,
    logger: new SilentLogger(),
    poolSize: settings.poolSize ?? DEFAULT_POOL_SIZE,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    applicationName: settings.applicationName ?? 'anip-registry',
  };
}

/** The time limits above are kept by the server; this one holds when packets are lost and nobody says so. */
function impatientSocket(): Socket {
  const socket = new Socket();
  return socket.setTimeout(SILENCE_TIMEOUT_MS, () =>
    socket.destroy(new Error('Connection terminated: the database server has fallen silent')),
  );
}
