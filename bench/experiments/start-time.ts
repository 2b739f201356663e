import { alternate, type Comparison, compare } from '../comparison';
import { compileServer } from '../compile-server';
import type { ServerProcess, StartCost } from '../server-process';
import { startEmpty, startRegistry, type Store } from '../stack';

const NAME = 'start against an empty Nest application';
const GOAL = 1.5;
/** Single starts scatter more than loads of seconds. */
const MIN_ROUNDS = 7;

/**
 * From the start of the process to ready, with the migrations applied before, beside an empty Nest + TypeORM
 * application on the same database. Both are plain JavaScript, without a compile cache.
 */
export async function startTime(store: Store, rounds: number): Promise<readonly Comparison[]> {
  const empty = compileServer('empty');
  const ours = (): Promise<StartCost> => costOf(startRegistry(store.databaseUrl));
  const theirs = (): Promise<StartCost> => costOf(startEmpty(store.databaseUrl, empty));
  // Both once before, so that the files of both are in the page cache.
  await ours();
  await theirs();
  const costs = await alternate(Math.max(rounds, MIN_ROUNDS), ours, theirs);
  const of = (value: (cost: StartCost) => number): { ours: number; theirs: number }[] =>
    costs.map((cost) => ({ ours: value(cost.ours), theirs: value(cost.theirs) }));
  return [
    compare(
      { name: NAME, unit: 'ms', better: 'lower', goal: GOAL },
      of(({ ms }) => ms),
    ),
    compare(
      { name: `${NAME}: CPU`, unit: 'CPU s', better: 'lower' },
      of(({ cpuSeconds }) => cpuSeconds),
    ),
  ];
}

async function costOf(starting: Promise<ServerProcess>): Promise<StartCost> {
  const server = await starting;
  await server.stop();
  return server.startCost;
}
