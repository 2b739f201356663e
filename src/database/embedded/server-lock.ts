import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError, OTHER_DIRECTORY_HINT, systemCodeOf } from './embedded-postgres-error';

/** A server whose Registry was killed stops by itself, but takes a moment to write its last checkpoint. */
const PATIENCE_MS = 3_000;
const POLL_MS = 100;

/**
 * Makes sure that no live server has this cluster, by its postmaster.pid. The file of a dead process is left to the
 * server, which also looks for what the dead one may have left in shared memory. Only when its number now belongs to a
 * process that is no PostgreSQL (usual in containers, where numbers are small and come again) the server would refuse
 * for good, and the file is removed here.
 */
export async function awaitUnused(cluster: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const pid = readPid(cluster);
    if (pid === undefined || !isAlive(pid)) return;
    if (!isPostgres(pid)) {
      rmSync(join(cluster, 'postmaster.pid'), { force: true });
      return;
    }
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        `${cluster} is in use by a running PostgreSQL (process ${pid}): another Registry was started with the same data ` +
          `directory. Stop that one first. ${OTHER_DIRECTORY_HINT}`,
      );
    }
    await sleep(POLL_MS);
  }
}

function readPid(cluster: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCodeOf(error) === 'EPERM';
  }
}

/** Where there is no /proc to ask, the process is taken for a server: refusing to start is the harmless mistake. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    return true;
  }
}
