import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { connectionUrl } from './connection-url';
import { CONNECT_TIMEOUT_MS } from './data-source';

export type Log = (message: string, fields: object) => void;

/** Any fixed pair of integers that nothing else in the database uses; the first is `anip` in ASCII. */
const LOCK_KEYS = [0x616e6970, 1] as const;
const POLL_MS = 200;
/** A replica that waits longer for another's migrations had better fail its start and be seen. */
const MAX_WAIT_MS = 15 * 60_000;

/**
 * Runs `work` while this process alone, of all that use the database, holds the migration lock. The lock belongs to a
 * session, so it has its own connection (direct, or through a pooler in session mode), and ends with the process. It
 * is polled for: a waiter inside `pg_advisory_lock` holds a snapshot that `CREATE INDEX CONCURRENTLY` waits for, a
 * deadlock (data-model.md section 10).
 */
export async function withMigrationLock<T>(url: string, log: Log, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: connectionUrl(url),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'anip-registry-migration-lock',
    keepAlive: true,
  });
  const lost = new Promise<never>((_, reject) => {
    client.on('error', (cause: Error) =>
      reject(new Error('The connection that held the migration lock was lost', { cause })),
    );
  });
  lost.catch(() => undefined);
  try {
    await client.connect();
    await acquire(client, log);
    return await Promise.race([work(client), lost]);
  } finally {
    await client.end();
  }
}

async function acquire(client: Client, log: Log): Promise<void> {
  const deadline = Date.now() + MAX_WAIT_MS;
  for (let polls = 0; ; polls += 1) {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS held', [
      ...LOCK_KEYS,
    ]);
    if (rows[0]?.held) return;
    if (polls === 0) log('waiting for the migrations of another process', {});
    if (Date.now() > deadline) {
      throw new Error(`Another process has held the migration lock for ${MAX_WAIT_MS / 60_000} minutes`);
    }
    await sleep(POLL_MS);
  }
}
