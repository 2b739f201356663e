import { alternate, type Comparison, compare } from '../comparison';
import { type Conditions, loadRoute, warmUp } from '../measure';
import type { Route } from '../routes';
import { startWithWorkers, type Store } from '../stack';
import { median } from '../statistics';
import { weigh, type Weighed } from '../weigh';

/** The probe, which asks no database and so is bound by the CPU of the server; a page, which shares its statements. */
export const WORKERS_ROUTES: Readonly<Record<string, number | undefined>> = { healthz: 1.6, 'package page': undefined };

export interface WorkersResult {
  readonly throughput: Comparison;
  readonly cpu: Comparison;
  /** CPU seconds per 1,000 requests with two workers: who takes what of the machine. */
  readonly shares: { readonly server: number; readonly database: number; readonly client: number };
  /**
   * What `cores` allow at most, as a ratio to the one worker that was measured: two workers cannot answer more than
   * the machine's cores divided by what server, database and client spend together on a request.
   */
  readonly possibleRatio: number;
}

/** Two workers beside one, both on the same store, on a route that is bound by the CPU of the server. */
export async function workersAgainstOne(
  route: Route,
  store: Store,
  conditions: Conditions,
  cores: number,
): Promise<WorkersResult> {
  const one = await startWithWorkers(store.databaseUrl, 1);
  try {
    const two = await startWithWorkers(store.databaseUrl, 2);
    try {
      const { seconds, connections } = conditions;
      const run = (server: typeof one): Promise<Weighed> =>
        weigh({ server: server.pid, database: store.databasePid }, () =>
          loadRoute(route, server.origin, { seconds, connections }),
        );
      for (const server of [one, two]) await warmUp(route, server, connections);
      const rounds = await alternate(
        conditions.rounds,
        () => run(two),
        () => run(one),
      );
      return resultOf(route.name, rounds, cores);
    } finally {
      await two.stop();
    }
  } finally {
    await one.stop();
  }
}

function resultOf(
  routeName: string,
  rounds: readonly { readonly ours: Weighed; readonly theirs: Weighed }[],
  cores: number,
): WorkersResult {
  const name = `ANIP_REGISTRY_WORKERS=2 against 1, ${routeName}`;
  const goal = WORKERS_ROUTES[routeName];
  const of = (value: (weighed: Weighed) => number): { ours: number; theirs: number }[] =>
    rounds.map(({ ours, theirs }) => ({ ours: value(ours), theirs: value(theirs) }));
  const middle = (value: (weighed: Weighed) => number): number => median(rounds.map(({ ours }) => value(ours)));
  const throughput = compare(
    { name, unit: 'requests/s', better: 'higher', goal },
    of(({ requestsPerSecond }) => requestsPerSecond),
  );
  const shares = {
    server: middle(({ serverCpu }) => serverCpu),
    database: middle(({ databaseCpu }) => databaseCpu),
    client: middle(({ clientCpu }) => clientCpu),
  };
  const secondsPerRequest = (shares.server + shares.database + shares.client) / 1000;
  return {
    throughput,
    cpu: compare(
      { name: `${name}: CPU`, unit: 'CPU s/1000', better: 'lower' },
      of(({ serverCpu }) => serverCpu),
    ),
    shares,
    possibleRatio: cores / secondsPerRequest / throughput.theirs,
  };
}
