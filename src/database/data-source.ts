import { Socket } from 'node:net';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { DatabaseLimits } from '../config/process-settings';
import { connectionUrl } from './connection-url';
import { SilentLogger } from './silent-logger';
import { WritableClient } from './writable-client';

export const SCHEMA = 'registry';
export const CONNECT_TIMEOUT_MS = 5_000;

/** Of tools and tests; the service's limits are configured. */
const USUAL_LIMITS: DatabaseLimits = {
  poolSize: 10,
  connectTimeoutMs: CONNECT_TIMEOUT_MS,
  statementTimeoutMs: 15_000,
  lockTimeoutMs: 5_000,
};
/** The server breaks off a statement before this; a connection that is silent for longer leads nowhere any more. */
const SILENCE_MARGIN_MS = 1_000;
/** An idle connection is silent with every right, so it must be closed before. */
const MAX_IDLE_MS = 10_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;

/**
 * The isolation that transactions here are written for, whatever the server's or the role's own default is. Statements
 * write their joins in the order in which they are to be made, and are of a form that is right for all values: trying
 * other orders, and planning again for each value, takes longer than reading a record or most searches. (What a plan
 * does depend on, such as the size of a page, is part of the text.) Compiling takes longer than any statement here.
 */
const SESSION_OPTIONS = [
  'default_transaction_isolation=read\\ committed',
  'join_collapse_limit=1',
  'plan_cache_mode=force_generic_plan',
  'jit=off',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

export interface DataSourceSettings {
  /** `postgres://user:password@host:port/database`, with the TLS parameters of `connectionUrl`. */
  readonly url: string;
  readonly entities: PostgresOptions['entities'];
  readonly limits?: Partial<DatabaseLimits>;
  readonly applicationName?: string;
}

/**
 * The pool that the service works with (data-model.md section 10). The schema is made by migrations alone, and its
 * name stands in every statement: a `SET search_path` would stay on the connection and leak into the pool.
 */
export function createDataSource(settings: DataSourceSettings): DataSource {
  const limits = { ...USUAL_LIMITS, ...settings.limits };
  return new DataSource({
    ...dataSourceOptions(settings),
    extra: { ...connectionLimits(limits), Client: WritableClient },
  });
}

/** What the service's pool and the migration runner's have in common. */
export function dataSourceOptions(settings: DataSourceSettings): PostgresOptions {
  const limits = { ...USUAL_LIMITS, ...settings.limits };
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
    poolSize: limits.poolSize,
    // For a new connection and for a free one of the pool: whoever gets none in this time is told so (503).
    connectTimeoutMS: limits.connectTimeoutMs,
    applicationName: settings.applicationName ?? 'anip-registry',
  };
}

/** Options of pg for a connection that serves requests: nothing on it waits or stays for ever. */
export function connectionLimits({ statementTimeoutMs, lockTimeoutMs }: DatabaseLimits): object {
  const silenceMs = statementTimeoutMs + SILENCE_MARGIN_MS;
  return {
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    options: SESSION_OPTIONS,
    keepAlive: true,
    idleTimeoutMillis: Math.min(MAX_IDLE_MS, silenceMs / 2),
    stream: () => impatientSocket(silenceMs),
  };
}

/** The time limits above are kept by the server; this one holds when packets are lost and nobody says so. */
export function impatientSocket(silenceMs: number): Socket {
  const socket = new Socket();
  return socket.setTimeout(silenceMs, () =>
    socket.destroy(new Error('Connection terminated: the database server has fallen silent')),
  );
}
