import { join } from 'node:path';
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
 * application on the same database. Both are plain JavaScript, without a compile cache; how much one would bring the
 * Registry from its second start on (`NODE_COMPILE_CACHE`) is reported beside.
 */
export async function startTime(store: Store, rounds: number): Promise<readonly Comparison[]> {
  const empty = compileServer('empty');
  const variables = { NODE_COMPILE_CACHE: join(store.workDir, 'compile-cache') };
  const theirs = (): Promise<StartCost> => costOf(startEmpty(store.databaseUrl, empty));
  return [
    ...(await startsBeside({ name: NAME, goal: GOAL }, rounds, () => costOf(startRegistry(store.databaseUrl)), theirs)),
    ...(await startsBeside(
      { name: `${NAME}, with a compile cache` },
      rounds,
      () => costOf(startRegistry(store.databaseUrl, { variables })),
      theirs,
    )),
  ];
}

async function startsBeside(
  { name, goal }: { readonly name: string; readonly goal?: number },
  rounds: number,
  ours: () => Promise<StartCost>,
  theirs: () => Promise<StartCost>,
): Promise<readonly Comparison[]> {
  // Both once before, so that the files of both are in the page cache, and in the compile cache if there is one.
  await ours();
  await theirs();
  const costs = await alternate(Math.max(rounds, MIN_ROUNDS), ours, theirs);
  const of = (value: (cost: StartCost) => number): { ours: number; theirs: number }[] =>
    costs.map((cost) => ({ ours: value(cost.ours), theirs: value(cost.theirs) }));
  return [
    compare(
      { name, unit: 'ms', better: 'lower', goal },
      of(({ ms }) => ms),
    ),
    compare(
      { name: `${name}: CPU`, unit: 'CPU s', better: 'lower' },
      of(({ cpuSeconds }) => cpuSeconds),
    ),
  ];
}

async function costOf(starting: Promise<ServerProcess>): Promise<StartCost> {
  const server = await starting;
  await server.stop();
  return server.startCost;
}
