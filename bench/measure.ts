import { load, type LoadResult } from './load';
import { usageOf } from './process-usage';
import type { Route } from './routes';
import type { ServerProcess } from './server-process';
import { median, spread } from './statistics';

export interface Measurement {
  readonly name: string;
  readonly answerBytes: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuSecondsPer1000: number;
  readonly residentBytes: number;
  readonly ceilingRequestsPerSecond: number | undefined;
  /** Median of the rounds' own ratios, since what disturbs a round disturbs both halves of it. */
  readonly ratio: number | undefined;
  readonly ratioSpread: number | undefined;
  readonly goal: number | undefined;
}

export interface Conditions {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
}

interface Round {
  readonly route: LoadResult;
  readonly ceiling: LoadResult | undefined;
  readonly cpuSecondsPer1000: number;
  readonly residentBytes: number;
}

const WARM_UP_SECONDS = 2;

/** Loads the ceiling and the route in turn, and reports medians. */
export async function measure(
  route: Route,
  registry: ServerProcess,
  ceiling: ServerProcess,
  conditions: Conditions,
): Promise<Measurement> {
  const { rounds, ...each } = conditions;
  const answerBytes = route.hasCeiling ? await answerSize(`${registry.origin}${route.path}`) : 0;
  const target = { ...each, url: `${registry.origin}${route.path}`, script: route.script };
  const bound = { ...each, url: `${ceiling.origin}/${answerBytes}` };
  await load({ ...target, args: route.args, seconds: WARM_UP_SECONDS });
  if (route.hasCeiling) await load({ ...bound, seconds: WARM_UP_SECONDS });

  const results: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = usageOf(registry.pid);
    const result = await load({ ...target, args: route.args });
    const after = usageOf(registry.pid);
    results.push({
      route: result,
      ceiling: route.hasCeiling ? await load(bound) : undefined,
      cpuSecondsPer1000: ((after.cpuSeconds - before.cpuSeconds) / result.requests) * 1000,
      residentBytes: after.residentBytes,
    });
  }
  return summary(route, answerBytes, results);
}

function summary(route: Route, answerBytes: number, rounds: readonly Round[]): Measurement {
  const middle = (value: (round: Round) => number): number => median(rounds.map(value));
  const ratios = rounds.flatMap(({ route: { requestsPerSecond }, ceiling }) =>
    ceiling === undefined ? [] : [requestsPerSecond / ceiling.requestsPerSecond],
  );
  return {
    name: route.name,
    answerBytes,
    requestsPerSecond: middle((round) => round.route.requestsPerSecond),
    p50Ms: middle((round) => round.route.p50Ms),
    p99Ms: middle((round) => round.route.p99Ms),
    cpuSecondsPer1000: middle((round) => round.cpuSecondsPer1000),
    residentBytes: middle((round) => round.residentBytes),
    ceilingRequestsPerSecond: route.hasCeiling ? middle((round) => round.ceiling?.requestsPerSecond ?? 0) : undefined,
    ratio: ratios.length === 0 ? undefined : median(ratios),
    ratioSpread: ratios.length === 0 ? undefined : spread(ratios),
    goal: route.goal,
  };
}

async function answerSize(url: string): Promise<number> {
  const response = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  const { byteLength } = await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} is answered with ${response.status}`);
  return byteLength;
}
