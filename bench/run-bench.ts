import type { Comparison } from './comparison';
import { countedDownload } from './experiments/counted-download';
import { memoryUnderLoad, type MemoryResult } from './experiments/memory';
import { startTime } from './experiments/start-time';
import { withinReach } from './experiments/within-reach';
import { WORKERS_ROUTES, workersAgainstOne, type WorkersResult } from './experiments/workers';
import { fillVersions } from './fill';
import { machineFacts, type MachineFacts } from './machine-facts';
import { measure, type Measurement, type Servers } from './measure';
import type { BenchOptions } from './options';
import { watchOthers } from './others-share';
import { populate } from './population';
import { type Route, routesOf } from './routes';
import type { ServerProcess } from './server-process';
import { startCeiling, startStore, startWithWorkers, type Store } from './stack';

export const EXPERIMENTS = {
  reach: 'within reach',
  counted: 'counted download',
  start: 'start',
  workers: 'workers',
  memory: 'memory',
};

export type RunOptions = Pick<BenchOptions, 'rounds' | 'seconds' | 'connections' | 'versions' | 'workers' | 'minutes'>;

export interface BenchReport {
  readonly facts: MachineFacts;
  readonly options: RunOptions;
  /** Of the machine's CPU time, taken by others meanwhile. */
  readonly othersShare: number;
  readonly routes: readonly Measurement[];
  readonly comparisons: readonly Comparison[];
  readonly workers: readonly WorkersResult[];
  readonly memory: MemoryResult | undefined;
}

/** Measures the routes and experiments that are selected by name, all in one run. */
export async function runBench(options: RunOptions, isSelected: (name: string) => boolean): Promise<BenchReport> {
  const { rounds, seconds, connections, versions, workers, minutes } = options;
  const othersShare = watchOthers();
  const store = await startStore();
  const servers: ServerProcess[] = [];
  try {
    const facts = await machineFacts(store.databaseUrl);
    const registry = await startWithWorkers(store.databaseUrl, workers);
    servers.push(registry);
    const ceiling = await startCeiling();
    servers.push(ceiling);
    const measured: Servers = { registry, ceiling, databasePid: store.databasePid };
    const conditions = { rounds, seconds, connections };
    const population = await populate(registry.origin, store.workDir);
    const routes = routesOf(population, counter());
    const [sample] = population.samples;
    if (sample === undefined) throw new Error('there are no samples');

    const chosen = routes.filter(({ name }) => isSelected(name));
    const names = [...routes.map(({ name }) => name), ...Object.values(EXPERIMENTS)];
    if (!names.some(isSelected)) throw new Error(`nothing is selected; there are: ${names.join('; ')}`);
    const measurements = await measureAll(chosen, store, measured, conditions, versions);
    const comparisons: Comparison[] = [];
    if (isSelected(EXPERIMENTS.reach))
      comparisons.push(...(await withinReach(population.samples, routes, measured, store, conditions)));
    if (isSelected(EXPERIMENTS.counted))
      comparisons.push(...(await countedDownload(sample, measured, store, conditions)));
    if (isSelected(EXPERIMENTS.start)) comparisons.push(...(await startTime(store, rounds)));
    const workersResults: WorkersResult[] = [];
    for (const route of routes.filter(({ name }) => name in WORKERS_ROUTES && isSelected(EXPERIMENTS.workers))) {
      workersResults.push(await workersAgainstOne(route, store, conditions, facts.cores));
    }
    const memory = isSelected(EXPERIMENTS.memory) ? await memoryUnderLoad(minutes, workers, connections) : undefined;
    const asked = { rounds, seconds, connections, versions, workers, minutes };
    return {
      facts,
      options: asked,
      othersShare: othersShare(),
      routes: measurements,
      comparisons,
      workers: workersResults,
      memory,
    };
  } finally {
    for (const server of servers) await server.stop();
    await store.stop();
  }
}

/** The routes of the small store first: it is filled for the others, and only for them. */
async function measureAll(
  routes: readonly Route[],
  store: Store,
  servers: Servers,
  conditions: Parameters<typeof measure>[2],
  versions: number,
): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  const small = routes.filter((route) => route.store === 'small');
  const large = routes.filter((route) => route.store === 'large');
  for (const route of small) measurements.push(await measure(announced(route), servers, conditions));
  if (large.length > 0) {
    console.error(`filling the store with ${versions} versions`);
    await fillVersions(store.databaseUrl, versions);
  }
  for (const route of large) measurements.push(await measure(announced(route), servers, conditions));
  return measurements;
}

function announced(route: Route): Route {
  console.error(`measuring ${route.name}`);
  return route;
}

function counter(): () => number {
  let count = 0;
  return () => (count += 1);
}
