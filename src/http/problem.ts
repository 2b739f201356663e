import { STATUS_CODES } from 'node:http';
import type { RegistryError } from '../core/errors';
import { ERROR_STATUS } from './error-status';

/** Seconds after which a client may try again: about as long as a failover of the store takes. */
const RETRY_AFTER_SECONDS = 5;
/** Details that clients of the reference read at the top level of a 410. */
const MAX_TEXT_LENGTH = 2000;
const TOP_LEVEL_DETAILS = ['lifecycle', 'package_id', 'version'];

export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The one shape of every error (RFC 9457, and `error` with the same text for clients of the reference). */
export function problemOf(error: RegistryError, requestId: string): Problem {
  const text = cut(error.message);
  const status: number = ERROR_STATUS[error.code];
  const entries = Object.entries(error.details).map(([name, value]): [string, unknown] => [name, shortened(value)]);
  const isTopLevel = ([name]: [string, unknown]): boolean => status === 410 && TOP_LEVEL_DETAILS.includes(name);
  return {
    status,
    headers: headersFor(status, error),
    body: {
      type: `urn:anip-registry:error:${error.code.toLowerCase().replaceAll('_', '-')}`,
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail: text,
      error: text,
      code: error.code,
      details: Object.fromEntries(entries.filter((entry) => !isTopLevel(entry))),
      request_id: requestId,
      ...Object.fromEntries(entries.filter(isTopLevel)),
    },
  };
}

/** A value of the client's goes back into the answer: never more of it than a person would read. */
function shortened(value: unknown): unknown {
  return typeof value === 'string' ? cut(value) : value;
}

function cut(text: string): string {
  return text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH).toWellFormed()}…` : text;
}

function headersFor(status: number, { details }: RegistryError): Record<string, string> {
  return {
    'Cache-Control': 'no-store',
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(status === 429 ? { 'Retry-After': String(details.retry_after) } : {}),
    ...(status === 503 ? { 'Retry-After': String(RETRY_AFTER_SECONDS) } : {}),
  };
}
