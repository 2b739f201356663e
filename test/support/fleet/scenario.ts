import { parseArgs } from 'node:util';
import { BALANCER_KINDS, type BalancerKind } from './balancer';
import { Report } from './report';

export interface ScenarioFlags {
  /** The sizes of the promise instead of the quick ones. */
  readonly full: boolean;
  readonly publishes: number;
  readonly downloads: number;
  /** The one that was asked for, or all for the full sizes, or the one that is enough for a quick look. */
  readonly balancers: (quick: BalancerKind) => readonly BalancerKind[];
}

/**
 * What a scenario works with; what it starts it hands to `cleanUp`, which is done in the opposite order, also on Ctrl-C,
 * and does no harm to what was stopped before.
 */
export interface Scenario {
  readonly flags: ScenarioFlags;
  readonly report: Report;
  cleanUp(undo: () => Promise<void>): void;
}

const QUICK = { publishes: 200, downloads: 4_000 };
const FULL = { publishes: 1_000, downloads: 20_000 };

/**
 * Runs a script of test/fleet: `--full`, `--publishes N`, `--downloads N`, `--balancer haproxy|nginx`. Exit code 1 for
 * any deviation, also for a scenario that could not go on.
 */
export async function runScenario(title: string, work: (scenario: Scenario) => Promise<void>): Promise<void> {
  const report = new Report();
  const undos: (() => Promise<void>)[] = [];
  const startedAt = performance.now();
  const undo = async (): Promise<void> => {
    for (let next = undos.pop(); next !== undefined; next = undos.pop()) await next();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void undo().finally(() => process.exit(130)));
  report.section(title);
  try {
    await work({ flags: readFlags(process.argv.slice(2)), report, cleanUp: (step) => undos.push(step) });
  } catch (error) {
    report.check(
      'the scenario went through',
      false,
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
  }
  await undo();
  report.note('took', `${Math.round((performance.now() - startedAt) / 1000)} s`);
  process.exitCode = report.isClean ? 0 : 1;
}

/** @throws Error for a flag or a value that is not known */
export function readFlags(args: readonly string[]): ScenarioFlags {
  const { values } = parseArgs({
    args: [...args],
    options: {
      full: { type: 'boolean', default: false },
      publishes: { type: 'string' },
      downloads: { type: 'string' },
      balancer: { type: 'string' },
    },
  });
  const sizes = values.full ? FULL : QUICK;
  const balancer = BALANCER_KINDS.find((kind) => kind === values.balancer);
  if (values.balancer !== undefined && balancer === undefined)
    throw new Error(`--balancer is ${values.balancer}; allowed are ${BALANCER_KINDS.join(', ')}`);
  return {
    full: values.full,
    publishes: sizeOf('publishes', values.publishes) ?? sizes.publishes,
    downloads: sizeOf('downloads', values.downloads) ?? sizes.downloads,
    balancers: (quick) => {
      if (balancer !== undefined) return [balancer];
      return values.full ? BALANCER_KINDS : [quick];
    },
  };
}

function sizeOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const size = Number(text);
  if (!Number.isSafeInteger(size) || size < 1)
    throw new Error(`--${name} is ${text}; allowed is a whole number from 1`);
  return size;
}
