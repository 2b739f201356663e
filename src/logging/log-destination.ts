import { constants, fstatSync, openSync } from 'node:fs';
import pino, { type DestinationStream } from 'pino';

/** The kernel writes so much into a pipe as one piece: lines of several processes stay whole (PIPE_BUF, pipe(7)). */
const PIECE_BYTES = 4 * 1024;
/** Lines are written together: a write for each is a tenth of what a small answer costs (docs/performance.md). */
const BUFFER_BYTES = 3 * 1024;
/** A line is handed on after this time at the latest, unless nobody reads; a process that is killed loses what waits. */
const MAX_DELAY_MS = 100;
/** When nobody reads them, lines are dropped from here on: the log must not take the memory of the service. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/** At the exit, a pipe that is full is tried again so often, this long apart. */
const LAST_TRIES = 5;
const LAST_TRIES_APART_MS = 100;

/**
 * Standard output, in the order in which lines are logged: a fatal line is the last. What waits is written out when the
 * process exits by itself, whatever the reason; a log that cannot be written, such as to a full disk or a reader that has
 * gone, neither ends the service nor keeps it from ending.
 */
export function standardOutput(): DestinationStream {
  const destination = pino.destination({
    fd: withoutWaiting(process.stdout.fd),
    // By the main thread: to wake a thread that writes 4 KiB takes longer than to write them.
    sync: true,
    minLength: BUFFER_BYTES,
    maxWrite: PIECE_BYTES,
    maxLength: MAX_WAITING_BYTES,
    periodicFlush: MAX_DELAY_MS,
    // The service goes on: a pipe that is full is tried again with the next line.
    retryEAGAIN: () => false,
    contentMode: 'buffer',
  });
  const write = destination.write.bind(destination) as unknown as (line: Buffer) => boolean;
  // The library measures text anew with each line that is added to it: 2 µs of each (docs/performance.md).
  destination.write = (line: string) => write(Buffer.from(line));
  let writtenBytes = 0;
  let fault: unknown;
  destination.on('write', (bytes: number) => (writtenBytes += bytes));
  destination.on('error', (error: unknown) => (fault = error));
  // The library's own tries for ever what cannot be written. pino calls it after a fatal line.
  destination.flushSync = () => {
    do {
      writtenBytes = 0;
      fault = undefined;
      destination.flush();
    } while (writtenBytes > 0 && fault === undefined);
  };
  process.once('exit', () => {
    for (let tries = 0; tries < LAST_TRIES; tries += 1) {
      destination.flushSync();
      if ((fault as { code?: unknown } | undefined)?.code !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_TRIES_APART_MS);
    }
  });
  return destination;
}

/**
 * The same pipe, opened once more, so that no write to it waits for its reader. On the one that was inherited this depends
 * on whoever shares it: each process that starts or ends with it makes its writes wait again. A socket is left as Node
 * made it, and a file as it is.
 */
function withoutWaiting(fd: number): number {
  try {
    return fstatSync(fd).isFIFO() ? openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK) : fd;
  } catch {
    // Not on Linux, or the pipe belongs to another user.
    return fd;
  }
}
