import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from './with-client';

/** Until every process of the server has read its settings again. */
const RELOAD_MS = 500;

/** Runs `work` while whoever writes a commit to the disk waits so long before it, as a slower disk would make it wait. */
export async function withSlowCommits<T>(databaseUrl: string, delayMs: number, work: () => Promise<T>): Promise<T> {
  // Also when no other transaction is open.
  await configure(databaseUrl, [`SET commit_delay = ${delayMs * 1000}`, 'SET commit_siblings = 0']);
  try {
    return await work();
  } finally {
    await configure(databaseUrl, ['RESET commit_delay', 'RESET commit_siblings']);
  }
}

async function configure(databaseUrl: string, changes: readonly string[]): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    for (const change of changes) await client.query(`ALTER SYSTEM ${change}`);
    await client.query('SELECT pg_reload_conf()');
  });
  await sleep(RELOAD_MS);
}
