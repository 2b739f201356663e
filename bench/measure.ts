import { alternate, type Comparison, compare } from './comparison';
import { load, type Load, type LoadResult } from './load';
import type { Route } from './routes';
import type { ServerProcess } from './server-process';
import { settle } from './settle';
import { median } from './statistics';
import { weigh, type Weighed } from './weigh';
import { wireAnswer } from './wire-answer';

/** A route beside its ceiling. */
export interface Measurement {
  readonly name: string;
  /** As they travel; none for what is published. */
  readonly answerBytes: number | undefined;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Per 1,000 requests. */
  readonly serverCpuSeconds: number;
  readonly databaseCpuSeconds: number;
  readonly residentBytes: number;
  readonly throughput: Comparison;
  /** CPU time of the server's processes: steadier than requests per second where others use the machine. */
  readonly cpu: Comparison;
}

export interface Conditions {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
}

export interface Servers {
  readonly registry: ServerProcess;
  readonly ceiling: ServerProcess;
  readonly databasePid: number;
}

/** Code that is hot is compiled anew for some seconds: after two of them a request costs a third more than after five. */
export const WARM_UP_SECONDS = 5;

/** Loads the route and its ceiling in turn. */
export async function measure(route: Route, servers: Servers, conditions: Conditions): Promise<Measurement> {
  const { registry, ceiling, databasePid } = servers;
  const { rounds, ...each } = conditions;
  const answerBytes = route.ceiling === 'answer' ? await answerSize(route, registry) : undefined;
  const bound = `${ceiling.origin}/${answerBytes ?? 'receive'}`;
  const seconds = Math.max(each.seconds, route.minSeconds ?? 0);
  const askCeiling = (how: typeof each): Promise<LoadResult> => {
    const { method, script, args } = route;
    return load({ ...how, url: bound, method, script, args });
  };
  await warmUp(route, registry, each.connections);
  await askCeiling({ ...each, seconds: WARM_UP_SECONDS });
  const results = await alternate(
    rounds,
    () =>
      weigh({ server: registry.pid, database: databasePid }, () =>
        loadRoute(route, registry.origin, { ...each, seconds }),
      ),
    () => weigh({ server: ceiling.pid, database: databasePid }, () => askCeiling(each)),
  );
  if (answerBytes !== undefined) await answerSize(route, registry);
  return summary(route, answerBytes, results);
}

/** Until code is compiled and caches are filled, and then until the server rests. */
export async function warmUp(route: Route, server: ServerProcess, connections: number): Promise<void> {
  const seconds = Math.max(WARM_UP_SECONDS, route.minSeconds ?? 0);
  await loadRoute(route, server.origin, { seconds, connections, mayBeEmpty: true });
  await settle(server.pid);
}

export function loadRoute(
  route: Route,
  origin: string,
  how: Pick<Load, 'seconds' | 'connections' | 'mayBeEmpty'>,
): Promise<LoadResult> {
  const { method, headers, script, args } = route;
  return load({ ...how, url: `${origin}${route.path}`, method, headers, script, args });
}

function summary(
  route: Route,
  answerBytes: number | undefined,
  rounds: readonly { readonly ours: Weighed; readonly theirs: Weighed }[],
): Measurement {
  const middle = (value: (weighed: Weighed) => number): number => median(rounds.map(({ ours }) => value(ours)));
  const question = (unit: string, value: (weighed: Weighed) => number, better: Comparison['better'], goal?: number) =>
    compare(
      { name: `${route.name}: ${unit}`, unit, better, goal },
      rounds.map(({ ours, theirs }) => ({ ours: value(ours), theirs: value(theirs) })),
    );
  return {
    name: route.name,
    answerBytes,
    p50Ms: middle((weighed) => weighed.p50Ms),
    p99Ms: middle((weighed) => weighed.p99Ms),
    serverCpuSeconds: middle((weighed) => weighed.serverCpu),
    databaseCpuSeconds: middle((weighed) => weighed.databaseCpu),
    residentBytes: middle((weighed) => weighed.residentBytes),
    throughput: question('requests/s', (weighed) => weighed.requestsPerSecond, 'higher', route.goal),
    cpu: question('CPU s/1000', (weighed) => weighed.serverCpu, 'lower'),
  };
}

/** Before and after the load: what was measured is the answer that was meant. */
async function answerSize({ path, method, headers, status = 200 }: Route, registry: ServerProcess): Promise<number> {
  const answer = await wireAnswer(`${registry.origin}${path}`, { method, headers });
  if (answer.status !== status) throw new Error(`${path} is answered with ${answer.status} instead of ${status}`);
  return answer.bytes;
}
