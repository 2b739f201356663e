import { AsyncLocalStorage } from 'node:async_hooks';
import type { Response } from 'express';
import { findContext } from './request-context';

interface Waiting {
  readonly response: Response;
  readonly send: () => void;
}

let waiting: Waiting[] = [];
/** The answers of a turn are of many requests: what is logged meanwhile must not carry the id of the first. */
const outside = AsyncLocalStorage.snapshot();

/**
 * Sends at the end of this turn of the event loop what was answered in it, one right after the other. Whoever asks from
 * the same machine, such as a proxy, sleeps between answers that are made one by one, and to wake it costs more than a
 * small answer (docs/performance.md). `send` writes and ends; headers are set before.
 */
export function sendTogether(response: Response, send: () => void): void {
  waiting.push({ response, send });
  if (waiting.length === 1) outside(() => setImmediate(sendAll));
}

function sendAll(): void {
  const answers = waiting;
  waiting = [];
  for (const { response, send } of answers) {
    // Its client has gone, or a fault was answered instead.
    if (response.destroyed || response.headersSent) continue;
    try {
      send();
    } catch (error) {
      // Its handler is over, and with it who could answer a fault: its line in the log names it.
      const context = findContext(response);
      if (context !== undefined) context.errorCode = 'INTERNAL_ERROR';
      response.destroy(error instanceof Error ? error : undefined);
    }
  }
}
