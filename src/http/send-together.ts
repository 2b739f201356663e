import type { Response } from 'express';

interface Waiting {
  readonly response: Response;
  readonly send: () => void;
}

let waiting: Waiting[] = [];

/**
 * Sends at the end of this turn of the event loop what was answered in it, one right after the other. Whoever asks from
 * the same machine, such as a proxy, sleeps between answers that are made one by one, and to wake it costs more than a
 * small answer (docs/performance.md). `send` writes and ends; headers are set before.
 */
export function sendTogether(response: Response, send: () => void): void {
  waiting.push({ response, send });
  if (waiting.length === 1) setImmediate(sendAll);
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
      // Nobody is there any more who could answer a fault; its line in the log says that it was aborted.
      response.destroy(error instanceof Error ? error : undefined);
    }
  }
}
