import pino, { type DestinationStream } from 'pino';

/** The kernel writes so much into a pipe as one piece: lines of several processes stay whole (PIPE_BUF, pipe(7)). */
const PIECE_BYTES = 4 * 1024;
/** Lines are written together: a write for each is a tenth of what a small answer costs (docs/performance.md). */
const BUFFER_BYTES = 3 * 1024;
/** A line is handed on after this time at the latest, unless nobody reads; a process that is killed loses what waits. */
const MAX_DELAY_MS = 100;
/** When nobody reads them, lines are dropped from here on: the log must not take the memory of the service. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/** At the exit, a pipe that is full is tried again so often, a tenth of a second apart. */
const LAST_TRIES = 5;

/**
 * Standard output, in the order in which lines are logged: a fatal line is the last. What waits is written out when the
 * process exits by itself, whatever the reason.
 */
export function standardOutput(): DestinationStream {
  let triesLeft = 0;
  const destination = pino.destination({
    // Node has made it one that never waits for its reader, if it is a pipe or a socket.
    fd: process.stdout.fd,
    // By the main thread: to wake a thread that writes 4 KiB takes longer than to write them.
    sync: true,
    minLength: BUFFER_BYTES,
    maxWrite: PIECE_BYTES,
    maxLength: MAX_WAITING_BYTES,
    periodicFlush: MAX_DELAY_MS,
    // Until the exit the service goes on: a pipe that is full is tried again with the next line.
    retryEAGAIN: () => triesLeft-- > 0,
  });
  // A log that cannot be written, such as to a full disk, must not end the service.
  destination.on('error', () => undefined);
  process.once('exit', () => {
    triesLeft = LAST_TRIES;
    try {
      destination.flushSync();
    } catch {
      // Nobody reads it.
    }
  });
  return destination;
}
