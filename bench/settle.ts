import { setTimeout as sleep } from 'node:timers/promises';
import { usageOf } from './process-usage';

const LOOK_EVERY_MS = 200;
/** Of one core: timers and probes, not requests. */
const QUIET_SHARE = 0.1;
const PATIENCE_MS = 60_000;

/**
 * Resolves when a server has nothing left to do: a load that ends leaves the requests behind that were not answered in
 * time, and their work would be counted with what is measured next. @throws after a minute
 */
export async function settle(pid: number): Promise<void> {
  const startedAt = performance.now();
  let before = usageOf(pid).cpuSeconds;
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    const now = usageOf(pid).cpuSeconds;
    if (now - before <= (LOOK_EVERY_MS / 1000) * QUIET_SHARE) return;
    before = now;
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error(`process ${pid} does not come to rest`);
  }
}
