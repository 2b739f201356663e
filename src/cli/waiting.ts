import type { Console } from './console';

const REMINDER_MS = 10_000;

/** Says what is waited for, and again every ten seconds: on a slow network silence looks like a hang. */
export async function waiting<T>(console: Console, what: string, work: () => Promise<T>): Promise<T> {
  console.progress(`${what} ...`);
  const startedAt = performance.now();
  const reminder = setInterval(() => {
    console.progress(`${what}: still waiting after ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }, REMINDER_MS);
  try {
    return await work();
  } finally {
    clearInterval(reminder);
  }
}
