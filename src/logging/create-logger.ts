import pino, { type DestinationStream, type Logger } from 'pino';
import type { RegistryConfig } from '../config/config';
import { currentRequestId } from './request-id';

/** Lines are written together: a write for each is a tenth of what a small answer costs (docs/performance.md). */
const BUFFER_BYTES = 4 * 1024;
/** A line is handed on after this time at the latest, unless nobody reads; a process that is killed loses what waits. */
const MAX_DELAY_MS = 100;
/** When nobody reads them, lines are dropped from here on: the log must not take the memory of the service. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/**
 * JSON lines on stdout, times in ISO 8601, level by name. Errors are written without their enumerable extras: a driver
 * error carries the parameters of its statement, and those are documents.
 */
export function createLogger(level: RegistryConfig['logLevel'], destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      // The process, since several of them may write to one stream (ANIP_REGISTRY_WORKERS).
      base: { service: 'anip-registry', pid: process.pid },
      messageKey: 'message',
      timestamp: isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      // No child logger for each request: their remains outlive a minor garbage collection, and cost four times of it.
      mixin: requestMembers,
    },
    destination ?? standardOutput(),
  );
}

/** Written out also when the process exits by itself, whatever the reason. */
function standardOutput(): DestinationStream {
  const destination = pino.destination({
    fd: 1,
    sync: false,
    minLength: BUFFER_BYTES,
    maxLength: MAX_WAITING_BYTES,
    periodicFlush: MAX_DELAY_MS,
  });
  // A log that cannot be written, such as to a full disk, must not end the service.
  destination.on('error', () => undefined);
  return destination;
}

function requestMembers(): object {
  const requestId = currentRequestId();
  return requestId === undefined ? {} : { request_id: requestId };
}

let lastMs = 0;
let lastTime = '';

/** As pino's own; many lines fall into one millisecond, and printing a time costs as much as the rest of a line. */
function isoTime(): string {
  const nowMs = Date.now();
  if (nowMs !== lastMs) {
    lastMs = nowMs;
    lastTime = `,"time":"${new Date(nowMs).toISOString()}"`;
  }
  return lastTime;
}

interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: 'a value that is no error was thrown' };
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
