import type { Logger } from 'pino';

/** Where nobody reads the log, an end of the process does not wait for a reader. */
const MAX_WAIT_MS = 1_000;

/**
 * Logs why this process ends, as the last line that it writes. pino writes a fatal line at once, which would put it before
 * lines that are just being written; whoever looks for the reason of a crash reads the end of the log.
 */
export async function logLastLine(logger: Logger, error: unknown, message: string): Promise<void> {
  await writtenOut(logger);
  logger.fatal({ err: error }, message);
}

function writtenOut(logger: Logger): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, MAX_WAIT_MS);
    // A log that cannot be written, or whose reader cannot be told to keep it, is no reason not to end.
    logger.flush(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
