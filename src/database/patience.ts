/** Reads and counts take some milliseconds; what takes longer is in trouble of its own, such as a lost connection. */
const PATIENCE_MS = 100;
/** However long they take: connections of the pool are left for others. */
const MAX_RUNNING = 3;

/** What `work` resolves to, or undefined when that takes too long; then it goes on, and nobody here waits for it. */
export async function withPatience<Value>(work: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), PATIENCE_MS)));
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}

/** One piece of work after the other, unless one takes so long that the next should not wait for it. */
export class PatientTurns {
  private running = 0;
  private wake: (() => void) | undefined;

  /** Resolves when the next may begin; for one caller, which asks again then. `work` must not throw. */
  async run(work: () => Promise<void>): Promise<void> {
    this.running += 1;
    const done = work().finally(() => {
      this.running -= 1;
      this.wake?.();
    });
    await withPatience(done);
    while (this.running >= MAX_RUNNING) await new Promise<void>((resolve) => (this.wake = resolve));
  }
}
