import pino, { type DestinationStream, type Logger } from 'pino';
import type { RegistryConfig } from '../config/config';
import { standardOutput } from './log-destination';
import { currentRequestId } from './request-id';

/**
 * JSON lines on stdout, times in ISO 8601, level by name. Errors are written without their enumerable extras: a driver
 * error carries the parameters of its statement, and those are documents. The line of each request is printed without
 * pino's options (`RequestLines`): what hides or changes members would have to be done there too.
 */
export function createLogger(level: RegistryConfig['logLevel'], destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      // The process, since several of them may write to one stream (ANIP_REGISTRY_WORKERS).
      base: { service: 'anip-registry', pid: process.pid },
      messageKey: 'message',
      timestamp: logTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      // No child logger for each request: their remains outlive a minor garbage collection, and cost four times of it.
      mixin: requestMembers,
    },
    destination ?? standardOutput(),
  );
}

function requestMembers(): object {
  const requestId = currentRequestId();
  return requestId === undefined ? {} : { request_id: requestId };
}

let lastMs = 0;
let lastTime = '';

/** As pino's own, a member that follows others; many lines fall into one millisecond, and printing a time costs as much as the rest of a line. */
export function logTime(): string {
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
