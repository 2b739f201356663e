import type { ConfigReport } from './config-report';
import { parseDuration } from './duration';
import type { Environment } from './env';
import { parseInteger } from './values';
import { MAX_CONTENT_CACHE_MIB, MAX_MAX_CONNECTIONS, MAX_POOL_SIZE, MAX_WORKERS } from './variables';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const SHORTEST_MS = 100;
const MIB = 1024 * 1024;

/** What a client may take of one process, before it is cut. */
export interface HttpLimits {
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly socketTimeoutMs: number;
  readonly maxConnections: number;
}

/** What one process takes of the database. */
export interface DatabaseLimits {
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
}

export interface ShutdownTimes {
  /** All phases of a stop together. */
  readonly graceMs: number;
  /** The first of them, in which requests are still taken. */
  readonly drainMs: number;
}

export interface ProcessSettings {
  readonly workers: number;
  /** Of each process. */
  readonly contentCacheBytes: number;
  readonly shutdown: ShutdownTimes;
  readonly http: HttpLimits;
  readonly database: DatabaseLimits;
}

/** How the process lives, and within which bounds. Limits that contradict each other are faults of the configuration. */
export function readProcessSettings(
  environment: Environment,
  mode: 'dev' | 'production',
  report: ConfigReport,
): ProcessSettings {
  const database = readDatabaseLimits(environment);
  return {
    workers: environment.withDefault('ANIP_REGISTRY_WORKERS', parseInteger(1, MAX_WORKERS)),
    contentCacheBytes:
      environment.withDefault('ANIP_REGISTRY_CONTENT_CACHE_MIB', parseInteger(0, MAX_CONTENT_CACHE_MIB)) * MIB,
    shutdown: readShutdownTimes(environment, mode, report),
    http: readHttpLimits(environment, database, report),
    database,
  };
}

function readDatabaseLimits(environment: Environment): DatabaseLimits {
  const statement = parseDuration(SHORTEST_MS, 10 * MINUTE_MS);
  return {
    poolSize: environment.withDefault('ANIP_REGISTRY_DATABASE_POOL_SIZE', parseInteger(1, MAX_POOL_SIZE)),
    connectTimeoutMs: environment.withDefault(
      'ANIP_REGISTRY_DATABASE_CONNECT_TIMEOUT',
      parseDuration(SHORTEST_MS, MINUTE_MS),
    ),
    statementTimeoutMs: environment.withDefault('ANIP_REGISTRY_DATABASE_STATEMENT_TIMEOUT', statement),
    lockTimeoutMs: environment.withDefault('ANIP_REGISTRY_DATABASE_LOCK_TIMEOUT', statement),
  };
}

function readShutdownTimes(environment: Environment, mode: 'dev' | 'production', report: ConfigReport): ShutdownTimes {
  const graceMs = environment.withDefault('ANIP_REGISTRY_SHUTDOWN_GRACE', parseDuration(SECOND_MS, 60 * MINUTE_MS));
  // On a developer's machine no load balancer asks for readiness.
  const usualMs = mode === 'production' ? graceMs / 5 : 0;
  const drainMs = environment.optional('ANIP_REGISTRY_SHUTDOWN_DRAIN', parseDuration(0, 60 * MINUTE_MS)) ?? usualMs;
  if (drainMs > graceMs / 2) {
    report.fault(
      'ANIP_REGISTRY_SHUTDOWN_DRAIN',
      `is ${drainMs} ms, which leaves less than half of the grace of ${graceMs} ms for requests that have begun`,
    );
  }
  return { graceMs, drainMs };
}

function readHttpLimits(environment: Environment, database: DatabaseLimits, report: ConfigReport): HttpLimits {
  const long = parseDuration(SHORTEST_MS, 60 * MINUTE_MS);
  const limits: HttpLimits = {
    headersTimeoutMs: environment.withDefault(
      'ANIP_REGISTRY_HEADERS_TIMEOUT',
      parseDuration(SHORTEST_MS, 10 * MINUTE_MS),
    ),
    requestTimeoutMs: environment.withDefault('ANIP_REGISTRY_REQUEST_TIMEOUT', long),
    keepAliveTimeoutMs: environment.withDefault('ANIP_REGISTRY_KEEP_ALIVE_TIMEOUT', long),
    socketTimeoutMs: environment.withDefault('ANIP_REGISTRY_SOCKET_TIMEOUT', long),
    maxConnections: environment.withDefault('ANIP_REGISTRY_MAX_CONNECTIONS', parseInteger(1, MAX_MAX_CONNECTIONS)),
  };
  if (limits.headersTimeoutMs > limits.requestTimeoutMs) {
    report.fault(
      'ANIP_REGISTRY_HEADERS_TIMEOUT',
      `is ${limits.headersTimeoutMs} ms, longer than the ${limits.requestTimeoutMs} ms for the whole request`,
    );
  }
  // A request that waits for the database is silent with every right, and ends in a 503.
  const databaseMs = database.connectTimeoutMs + database.statementTimeoutMs;
  if (limits.socketTimeoutMs <= databaseMs) {
    report.fault(
      'ANIP_REGISTRY_SOCKET_TIMEOUT',
      `is ${limits.socketTimeoutMs} ms, not longer than the ${databaseMs} ms that a request may wait for the database`,
    );
  }
  return limits;
}
