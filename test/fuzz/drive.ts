import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { FuzzTarget, MemoryUse, StartedTarget } from './target';

export interface DriveOptions {
  readonly seed: number;
  readonly cases: number;
  /** On the clock of `performance.now()`; no batch begins after it. */
  readonly deadline?: number;
  readonly onBatch?: (done: number) => void;
}

/** A broken promise, with everything that is needed to see it again. */
export interface Failure {
  readonly seed: number;
  readonly batch: number;
  /** The smallest case that still fails; absent when the whole was wrong and no single case. */
  readonly counterexample?: string;
  readonly reason: string;
}

export interface Outcome {
  readonly target: string;
  readonly cases: number;
  readonly failures: readonly Failure[];
  readonly durationMs: number;
  readonly warm?: MemoryUse;
  readonly end?: MemoryUse;
}

const MIB = 2 ** 20;
/** One fault is found again and again; these are enough to see whether there are several. */
const MAX_FAILURES = 3;
/** A tenth of the run fills caches and lets the optimiser finish. */
const WARM_UP = 0.1;
/** A leak of a hundred bytes a case is more than this after 400,000 cases, which is what the pure targets run. */
export const MAX_HEAP_GROWTH_BYTES = 32 * MIB;
/** The resident memory also has what the allocator keeps. */
export const MAX_RSS_GROWTH_BYTES = 192 * MIB;
/** A body of megabytes is told by its beginning. */
const MAX_SHOWN = 10_000;
/** Below this a run is too short to tell growth from caches. */
const MIN_BATCHES_FOR_MEMORY = 10;

/** Runs a target in batches, each with a seed of its own: the given one, the next number, and so on. */
export async function drive(target: FuzzTarget, options: DriveOptions): Promise<Outcome> {
  const startedAt = performance.now();
  const started = await target.start({ cases: options.cases });
  const failures: Failure[] = [];
  let done = 0;
  let warm: MemoryUse | undefined;
  try {
    const batches = Math.ceil(options.cases / target.batch);
    for (let index = 0; index < batches && failures.length < MAX_FAILURES; index += 1) {
      if (performance.now() > (options.deadline ?? Infinity)) break;
      const size = Math.min(target.batch, options.cases - done);
      const seed = (options.seed + index) | 0;
      failures.push(...(await runBatch(started, seed, size)));
      done += size;
      options.onBatch?.(done);
      if (batches >= MIN_BATCHES_FOR_MEMORY && index === Math.floor(batches * WARM_UP)) warm = await memoryOf(started);
    }
    const end = warm === undefined ? undefined : await memoryOf(started);
    failures.push(...growth(options.seed, done, warm, end), ...(await wholeFaults(options.seed, done, started.atEnd)));
    return { target: target.name, cases: done, failures, durationMs: performance.now() - startedAt, warm, end };
  } finally {
    await started.stop?.();
  }
}

async function runBatch(started: StartedTarget, seed: number, size: number): Promise<readonly Failure[]> {
  const details = await fc.check(started.property, { seed, numRuns: size });
  const failures = details.failed
    ? [
        {
          seed,
          batch: size,
          counterexample: fc.stringify(details.counterexample).slice(0, MAX_SHOWN),
          reason: textOf(details.errorInstance),
        },
      ]
    : [];
  return [...failures, ...(await wholeFaults(seed, size, started.afterBatch))];
}

async function wholeFaults(seed: number, batch: number, look?: () => Promise<void>): Promise<readonly Failure[]> {
  try {
    await look?.();
    return [];
  } catch (error) {
    return [{ seed, batch, reason: textOf(error) }];
  }
}

function growth(seed: number, batch: number, warm?: MemoryUse, end?: MemoryUse): readonly Failure[] {
  if (warm === undefined || end === undefined) return [];
  const grown = (name: string, bytes: number, limit: number): readonly Failure[] =>
    bytes <= limit ? [] : [{ seed, batch, reason: `${name} grew by ${Math.round(bytes / MIB)} MiB` }];
  // Where garbage can be collected first, what is left is exact; the resident memory keeps the largest case for good.
  return warm.heapBytes === undefined || end.heapBytes === undefined
    ? grown('the resident memory', end.rssBytes - warm.rssBytes, MAX_RSS_GROWTH_BYTES)
    : grown('the heap', end.heapBytes - warm.heapBytes, MAX_HEAP_GROWTH_BYTES);
}

function memoryOf(started: StartedTarget): Promise<MemoryUse> {
  return started.memory?.() ?? Promise.resolve(ownMemory());
}

/** After a full collection: what is left is held by something. */
export function ownMemory(): MemoryUse {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed + external };
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
