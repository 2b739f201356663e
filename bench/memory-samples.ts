import { setTimeout as sleep } from 'node:timers/promises';
import { familyOf, residentBytesOf } from './process-usage';
import type { ServerProcess } from './server-process';
import type { Sample } from './trend';

export interface MemorySeries {
  /** By process, in the order of their start. */
  readonly resident: Readonly<Record<string, readonly Sample[]>>;
  /** Sums over the processes, as the metrics have them. */
  readonly heapUsed: readonly Sample[];
  readonly external: readonly Sample[];
}

/** Looks at the server's memory until the signal. @throws when a process comes or goes meanwhile */
export async function sampleMemory(ended: AbortSignal, server: ServerProcess, everyMs: number): Promise<MemorySeries> {
  const pids = familyOf(server.pid);
  const resident = new Map<number, Sample[]>(pids.map((pid) => [pid, []]));
  const heapUsed: Sample[] = [];
  const external: Sample[] = [];
  const startedAt = performance.now();
  while (!ended.aborted) {
    const seconds = (performance.now() - startedAt) / 1000;
    for (const [pid, samples] of resident) samples.push({ seconds, value: residentBytesOf(pid) });
    const metrics = await metricsOf(server.origin);
    heapUsed.push({ seconds, value: gauge(metrics, 'nodejs_heap_size_used_bytes') });
    external.push({ seconds, value: gauge(metrics, 'nodejs_external_memory_bytes') });
    await sleep(everyMs, undefined, { signal: ended }).catch(() => undefined);
  }
  if (familyOf(server.pid).join() !== pids.join()) throw new Error('a process of the server ended during the load');
  const byProcess = [...resident.values()].map((samples, index) => [`process ${index + 1}`, samples] as const);
  return { resident: Object.fromEntries(byProcess), heapUsed, external };
}

async function metricsOf(origin: string): Promise<string> {
  const response = await fetch(`${origin}/registry-api/v1/metrics`);
  if (!response.ok) throw new Error(`metrics are answered with ${response.status}`);
  return response.text();
}

/** @throws when there is no such metric: a series of zeros would be flat */
function gauge(metrics: string, name: string): number {
  const values = [...metrics.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].map(([, text]) =>
    Number(text),
  );
  if (values.length === 0) throw new Error(`the metrics have no ${name}`);
  return values.reduce((sum, value) => sum + value, 0);
}
