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
export async function awaitDatabase(url: string, log: Log, waitMs = DATABASE_WAIT_MS): Promise<void> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    try {
      await connectOnce(url);
      return;
    } catch (error) {
      if (storeFault(error) === undefined || Date.now() + PAUSE_MS > deadline) throw error;
      log('waiting for the database', { err: error });
      await sleep(PAUSE_MS);
    }
  }
}

async function connectOnce(url: string): Promise<void> {
  const client = new Client({ connectionString: connectionUrl(url), connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } finally {
    await client.end();
  }
}
