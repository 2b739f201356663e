import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillVersions } from '../fill';
import { load, type LoadResult } from '../load';
import { judgeSeries, RESIDENT_BOUND_BYTES, type SeriesVerdict } from '../memory-verdict';
import { mixedPaths } from '../mixed-paths';
import { type MemorySeries, sampleMemory } from '../memory-samples';
import { populate, post, type Published } from '../population';
import { VERSION_PLACEHOLDER } from '../samples';
import { startStore, startWithWorkers } from '../stack';
import { withClient } from '../with-client';

/** At 25 to 30 KB each, twice what a cache bound of 64 MB holds. */
const VERSIONS = 5_000;
const SAMPLE_EVERY_MS = 5_000;
const PUBLISH_EVERY_MS = 1_000;
/** Every tenth publish is a large one. */
const LARGE_EVERY = 10;

export interface MemoryResult {
  readonly minutes: number;
  readonly requests: number;
  readonly publishes: number;
  readonly versions: number;
  /** Of all blobs of the store: what a cache without a bound would come to hold. */
  readonly storedBytes: number;
  /** By process: with workers, the primary process and each worker. */
  readonly resident: readonly SeriesVerdict[];
  readonly heapUsed: SeriesVerdict;
  readonly external: SeriesVerdict;
  /** Every process stayed below the bound, and is flat. */
  readonly passes: boolean;
  readonly series: MemorySeries;
}

/** Mixed load over more versions than a cache keeps, with publishes in between; a store of its own. */
export async function memoryUnderLoad(minutes: number, workers: number, connections: number): Promise<MemoryResult> {
  const store = await startStore();
  try {
    const registry = await startWithWorkers(store.databaseUrl, workers);
    try {
      const { publishFiles } = await populate(registry.origin, store.workDir);
      await fillVersions(store.databaseUrl, VERSIONS);
      const { versions, storedBytes } = await contentOf(store.databaseUrl);
      const pathsFile = join(store.workDir, 'paths.txt');
      await writeFile(pathsFile, mixedPaths(versions).join('\n'));

      const ended = new AbortController();
      const { signal } = ended;
      const seconds = Math.round(minutes * 60);
      // Whichever ends first, by its time or by a fault, ends the others.
      const together = <T>(work: Promise<T>): Promise<T> => work.finally(() => ended.abort());
      const [result, publishes, series] = await Promise.all([
        together(load({ url: registry.origin, connections, seconds, script: 'mixed.lua', args: [pathsFile], signal })),
        together(publishUntil(signal, registry.origin, publishFiles)),
        together(sampleMemory(signal, registry, SAMPLE_EVERY_MS)),
      ]);
      return resultOf(minutes, result, publishes, { versions: versions.length, storedBytes }, series);
    } finally {
      await registry.stop();
    }
  } finally {
    await store.stop();
  }
}

function resultOf(
  minutes: number,
  { requests }: LoadResult,
  publishes: number,
  content: { readonly versions: number; readonly storedBytes: number },
  series: MemorySeries,
): MemoryResult {
  const resident = Object.values(series.resident).map(judgeSeries);
  const passes = resident.every(({ peak, isFlat }) => peak < RESIDENT_BOUND_BYTES && isFlat);
  const heapUsed = judgeSeries(series.heapUsed);
  const external = judgeSeries(series.external);
  return { minutes, requests, publishes, ...content, resident, heapUsed, external, passes, series };
}

/** Answers how many were published. */
async function publishUntil(
  ended: AbortSignal,
  origin: string,
  files: Readonly<Record<string, string>>,
): Promise<number> {
  const [small = '', large = ''] = await Promise.all(
    ['53 KB', '690 KB'].map((label) => readFile(files[label] ?? '', 'utf8')),
  );
  let count = 0;
  while (!ended.aborted) {
    count += 1;
    const text = (count % LARGE_EVERY === 0 ? large : small).replaceAll(VERSION_PLACEHOLDER, `1.0.${count}`);
    await post(origin, '/publications', JSON.parse(text) as Parameters<typeof post>[2]);
    await sleep(PUBLISH_EVERY_MS, undefined, { signal: ended }).catch(() => undefined);
  }
  return count;
}

function contentOf(databaseUrl: string): Promise<{ versions: readonly Published[]; storedBytes: number }> {
  return withClient(databaseUrl, async (client) => {
    const { rows: versions } = await client.query<Published>(
      "SELECT '' AS label, package_id AS id, package_version AS version FROM registry.package_versions",
    );
    const { rows } = await client.query<{ bytes: string }>(
      'SELECT sum(octet_length(content)) AS bytes FROM registry.blobs',
    );
    return { versions, storedBytes: Number(rows[0]?.bytes) };
  });
}
