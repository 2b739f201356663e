import type { DataSource, EntityManager } from 'typeorm';
import { isRetryable } from './pg-errors';

const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 10;

/**
 * Runs `work` in one READ COMMITTED transaction, and again from its start when Postgres gave it up for a conflict with
 * another one (data-model.md section 9). So `work` must do nothing that cannot be repeated: no HTTP answer, no counter
 * in memory.
 */
export function inTransaction<T>(dataSource: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  return retryConflicts(() => dataSource.transaction(work));
}

/** Repeats what was rolled back for certain; the last conflict is thrown as it is. */
export async function retryConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isRetryable(error)) throw error;
      await pause(attempt);
    }
  }
}

/** Longer from attempt to attempt and not the same for two rivals, so that they do not meet again. */
function pause(attempt: number): Promise<void> {
  const longest = FIRST_PAUSE_MS * 2 ** attempt;
  return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
}
