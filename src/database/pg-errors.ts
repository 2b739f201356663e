import { RegistryError } from '../core/errors';
import { isError } from './is-error';

const UNIQUE_VIOLATION = '23505';
const DISK_FULL = '53100';
/** read_only_sql_transaction: a standby after a failover. */
const READ_ONLY = '25006';
/** query_canceled: statement_timeout. */
const CANCELLED = '57014';
/** serialization_failure and deadlock_detected: the same transaction may succeed when it is run again. */
const RETRYABLE = new Set(['40001', '40P01']);

/** SQLSTATEs that say the server cannot work now, and nothing about the request. */
const UNAVAILABLE_STATES = new Set([
  READ_ONLY,
  '25P03', // idle_in_transaction_session_timeout
  '3D000', // invalid_catalog_name: the database is gone, or not there yet
  '3F000', // invalid_schema_name: the migrations have not run yet
  '42P01', // undefined_table: nor have the last of them
  '42883', // undefined_function: nor has the one that makes it
  '55P03', // lock_not_available: lock_timeout
  CANCELLED,
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P04', // database_dropped
  '57P05', // idle_session_timeout
  '58030', // io_error
  ...RETRYABLE,
]);
/** Connection exceptions, refused credentials, and a server short of connections or memory. */
const UNAVAILABLE_CLASSES = new Set(['08', '28', '53']);

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT', // the server's unix socket, or the file of sslrootcert
]);
/** TypeORM's names for a connection that was never made, or was lost between two statements of a transaction. */
const CONNECTION_ERROR_NAMES = new Set([
  'ConnectionIsNotSetError',
  'QueryRunnerAlreadyReleasedError',
  'QueryRunnerProviderAlreadyReleasedError',
]);
/** pg raises these without a code. */
const CONNECTION_MESSAGES = [
  /^Connection terminated/,
  /^timeout e(?:xceeded when trying to connect|xpired)/,
  /^Query read timeout$/,
  /^Client (?:has encountered a connection error|was closed) and is not queryable/,
  /^Cannot use a pool after calling end on the pool/,
  /^The server does not support SSL connections/,
  /^There was an error establishing an SSL connection/,
  /^Driver not Connected/,
];

/** The name of the constraint or unique index that refused a row; undefined for every other error. */
export function uniqueViolationOf(error: unknown): string | undefined {
  const cause = driverErrorOf(error);
  if (cause?.code !== UNIQUE_VIOLATION) return undefined;
  return typeof cause.constraint === 'string' ? cause.constraint : undefined;
}

/** True when the server refused a write because it only reads. */
export function isReadOnlyError(error: unknown): boolean {
  return driverErrorOf(error)?.code === READ_ONLY;
}

/** True when the server ended the session with the statement: its connection leads nowhere any more. */
export function isSessionEnd(error: unknown): boolean {
  return driverErrorOf(error)?.severity === 'FATAL';
}

/** True when the server broke the statement off for the time it took. */
export function isCancelled(error: unknown): boolean {
  return driverErrorOf(error)?.code === CANCELLED;
}

/** True when the transaction was given up for a conflict with another one, and may be run again. */
export function isRetryable(error: unknown): boolean {
  const code = driverErrorOf(error)?.code;
  return typeof code === 'string' && RETRYABLE.has(code);
}

/**
 * The refusal for an error that is the store's fault and not the request's; undefined for every other error. The
 * message says nothing of hosts, users or SQL: that is in the cause, for the log.
 */
export function storeFault(error: unknown): RegistryError | undefined {
  const cause = driverErrorOf(error);
  if (!cause) return undefined;
  if (cause.code === DISK_FULL) {
    return new RegistryError('STORE_FULL', 'The store has no space left; nothing was stored', {}, { cause: error });
  }
  if (!isUnavailable(cause)) return undefined;
  return new RegistryError('STORE_UNAVAILABLE', 'The store cannot be reached now; try again', {}, { cause: error });
}

interface DriverError {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly constraint?: unknown;
  readonly severity?: unknown;
}

function isUnavailable(error: DriverError): boolean {
  if (CONNECTION_ERROR_NAMES.has(error.name)) return true;
  if (typeof error.code !== 'string') return CONNECTION_MESSAGES.some((pattern) => pattern.test(error.message));
  if (NETWORK_CODES.has(error.code) || UNAVAILABLE_STATES.has(error.code)) return true;
  return error.code.length === 5 && UNAVAILABLE_CLASSES.has(error.code.slice(0, 2));
}

/** TypeORM wraps what pg raised in a QueryFailedError; pg's own pool and client raise it bare. */
function driverErrorOf(error: unknown): DriverError | undefined {
  if (!isError(error)) return undefined;
  return 'driverError' in error && isError(error.driverError) ? error.driverError : error;
}
