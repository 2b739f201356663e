import { join } from 'node:path';
import { alternate, type Comparison, compare } from '../comparison';
import { compileServer } from '../compile-server';
import type { ServerProcess, StartCost } from '../server-process';
import { compileAhead, startEmpty, startRegistry, type Store } from '../stack';

const NAME = 'start against an empty Nest application';
const GOAL = 1.5;
/** Single starts scatter more than loads of seconds. */
const MIN_ROUNDS = 7;

/**
 * From the start of the process to ready, with the migrations applied before, beside an empty Nest + TypeORM
 * application on the same database, both plain JavaScript. The Registry has its modules compiled ahead, as the image has
 * them and the empty application does not; without that it is reported beside.
 */
export async function startTime(store: Store, rounds: number): Promise<readonly Comparison[]> {
  const empty = compileServer('empty');
  const variables = await compileAhead(join(store.workDir, 'compile-cache'));
  const theirs = (): Promise<StartCost> => costOf(startEmpty(store.databaseUrl, empty));
  return [
    ...(await startsBeside(
      { name: `${NAME}, compiled ahead as in the image`, goal: GOAL },
      rounds,
      () => costOf(startRegistry(store.databaseUrl, { variables })),
      theirs,
    )),
    ...(await startsBeside(
      { name: `${NAME}, nothing compiled ahead` },
      rounds,
      () => costOf(startRegistry(store.databaseUrl)),
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
  // Both once before, so that the files of both are in the page cache.
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
