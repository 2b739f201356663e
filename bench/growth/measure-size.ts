import { audit } from '../../test/support/audit';
import { sampleTemplate } from '../../test/support/sample-template';
import { runScript } from '../fill';
import { load } from '../load';
import { post } from '../population';
import type { ServerProcess } from '../server-process';
import { startRegistry, startStore, type Store } from '../stack';
import { median } from '../statistics';
import { weigh, type Weighed } from '../weigh';
import { withClient } from '../with-client';
import { findLandmarks } from './landmarks';
import type { GrowthOptions } from './options';
import { type GrowthRequest, growthRequests } from './requests';
import { statementTimes } from './statements';
import { type StoreSize, storeSize } from './store-size';

const TEMPLATES = 100;
const WARM_UP_SECONDS = 1;
/** With each of two connections some. */
const ANSWERS_AT_LEAST = 5;

/** Of one request over HTTP; CPU in milliseconds. */
export interface GrowthCost {
  readonly name: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly requestsPerSecond: number;
  readonly serverCpuMs: number;
  readonly databaseCpuMs: number;
  /** Of its statement alone, on a connection of its own; undefined where it has not one statement. */
  readonly statementMs: number | undefined;
}

export interface SizeReport {
  readonly versions: number;
  readonly fillSeconds: number;
  readonly size: StoreSize;
  readonly costs: readonly GrowthCost[];
  readonly auditSeconds: number | undefined;
}

/** Fills a new store with so many versions, and measures everything on it. */
export async function measureSize(versions: number, options: GrowthOptions): Promise<SizeReport> {
  const store = await startStore();
  let registry: ServerProcess | undefined;
  try {
    console.error(`filling a store with ${versions} versions`);
    const startedAt = performance.now();
    await runScript('bench/growth/fill-growth.script.ts', [store.databaseUrl, String(versions)]);
    const fillSeconds = (performance.now() - startedAt) / 1000;
    const { size, landmarks } = await withClient(store.databaseUrl, async (client) => ({
      size: await storeSize(client),
      landmarks: await findLandmarks(client),
    }));
    const auditSeconds = options.isAudited ? await auditTime(store.databaseUrl, versions) : undefined;
    const times = await statementTimes(store.databaseUrl, landmarks);

    registry = await startRegistry(store.databaseUrl);
    for (let number = 0; number < TEMPLATES; number += 1) {
      await post(
        registry.origin,
        '/templates',
        sampleTemplate(`growth-template-${number}`) as Parameters<typeof post>[2],
      );
    }
    const costs: GrowthCost[] = [];
    for (const request of await growthRequests(landmarks, store.workDir)) {
      console.error(`${versions} versions: ${request.name}`);
      costs.push(await costOf(request, registry, store, options, times.get(request.name)));
    }
    return { versions, fillSeconds, size, costs, auditSeconds };
  } finally {
    await registry?.stop();
    await store.stop();
  }
}

async function costOf(
  request: GrowthRequest,
  registry: ServerProcess,
  store: Store,
  { rounds, seconds, connections }: GrowthOptions,
  statementMs: number | undefined,
): Promise<GrowthCost> {
  const { name, path, script, args } = request;
  const common = { url: `${registry.origin}${path}`, connections, script };
  const pids = { server: registry.pid, database: store.databasePid };
  // A load needs some answers, and in a store of a million versions one of them may take seconds.
  const leastSeconds = script === undefined ? Math.ceil(ANSWERS_AT_LEAST * (await secondsOf(common.url))) : 0;
  await load({ ...common, seconds: Math.max(WARM_UP_SECONDS, leastSeconds), args: args?.(rounds) });
  const results: Weighed[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const lasting = Math.max(seconds, leastSeconds);
    results.push(await weigh(pids, () => load({ ...common, seconds: lasting, args: args?.(round) })));
  }
  const middle = (value: (result: Weighed) => number): number => median(results.map(value));
  return {
    name,
    p50Ms: middle((result) => result.p50Ms),
    p99Ms: middle((result) => result.p99Ms),
    requestsPerSecond: middle((result) => result.requestsPerSecond),
    // Seconds for a thousand requests are milliseconds for one.
    serverCpuMs: middle((result) => result.serverCpu),
    databaseCpuMs: middle((result) => result.databaseCpu),
    statementMs,
  };
}

/** Of one request, by itself. */
async function secondsOf(url: string): Promise<number> {
  const startedAt = performance.now();
  await (await fetch(url)).arrayBuffer();
  return (performance.now() - startedAt) / 1000;
}

/** @throws when the audit finds damage or has not seen every version: then the store is not what it should be */
async function auditTime(databaseUrl: string, versions: number): Promise<number> {
  console.error(`${versions} versions: audit`);
  const { report } = await audit(databaseUrl);
  if (report.status !== 'clean' || report.checked.packages !== versions) {
    throw new Error(
      `the filled store is ${report.status}: ${JSON.stringify({ ...report.checked, damage: report.damage })}`,
    );
  }
  return report.duration_ms / 1000;
}
