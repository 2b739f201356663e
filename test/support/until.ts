import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 50;

/** Waits for what other processes bring about in their own time; fails when it does not come. */
export async function until(holds: () => Promise<boolean> | boolean, what: string, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${timeoutMs} ms`);
    await sleep(PAUSE_MS);
  }
}
