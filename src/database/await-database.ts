import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { connectionUrl } from './connection-url';
import { CONNECT_TIMEOUT_MS } from './data-source';
import type { Log } from './migration-lock';
import { storeFault } from './pg-errors';

/** A database that is started together with the Registry is there within seconds; a wrong address never is. */
export const DATABASE_WAIT_MS = 30_000;
const PAUSE_MS = 1_000;

/** Waits until the database takes connections; throws what the last attempt met. */
export function awaitDatabase(url: string, log: Log, waitMs?: number): Promise<void> {
  return withFirstConnection(url, log, () => Promise.resolve(), waitMs);
}

/**
 * The same, and what has to be known or said before the service has its pool is done on the connection that proved it:
 * each further one takes 10 ms of a start. @throws what `work` throws, too; it is never repeated
 */
export async function withFirstConnection<T>(
  url: string,
  log: Log,
  work: (client: Client) => Promise<T>,
  waitMs = DATABASE_WAIT_MS,
): Promise<T> {
  const client = await connectPatiently(url, log, waitMs);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function connectPatiently(url: string, log: Log, waitMs: number): Promise<Client> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    try {
      return await connectOnce(url);
    } catch (error) {
      if (storeFault(error) === undefined || Date.now() + PAUSE_MS > deadline) throw error;
      log('waiting for the database', { err: error });
      await sleep(PAUSE_MS);
    }
  }
}

async function connectOnce(url: string): Promise<Client> {
  const client = new Client({
    connectionString: connectionUrl(url),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'anip-registry-start',
  });
  // A lost connection is the error of the statement that waits on it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
