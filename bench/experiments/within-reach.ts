import { alternate, type Comparison, compare } from '../comparison';
import { type Conditions, type Servers, WARM_UP_SECONDS } from '../measure';
import { pathOf, type Published } from '../population';
import type { Route } from '../routes';
import type { ServerProcess } from '../server-process';
import { startCounting, startGatedCounting, startReadWithDuties, type Store } from '../stack';
import { loadTarget, type Target } from '../target';
import { wireAnswer } from '../wire-answer';

const READ = 'a bare handler with headers, log line and metrics';
const DOWNLOAD = 'a bare handler of one UPDATE per group';
const GATED_DOWNLOAD = "a bare handler of the Registry's statement per group";

/**
 * What bare handlers reach of the goals of reads and downloads: one gives each answer the headers, the log line and the
 * metrics that the Registry's have; two count in groups, by a plain UPDATE and by the Registry's statement, and do nothing else.
 */
export async function withinReach(
  samples: readonly Published[],
  routes: readonly Route[],
  { registry, ceiling, databasePid }: Servers,
  store: Store,
  conditions: Conditions,
): Promise<readonly Comparison[]> {
  const target = ({ origin, pid }: ServerProcess, path: string): Target => ({
    url: `${origin}${path}`,
    pids: { server: pid, database: databasePid },
  });
  const comparisons: Comparison[] = [];
  const reads = await startReadWithDuties();
  try {
    for (const sample of samples) {
      const { bytes } = await wireAnswer(`${registry.origin}${pathOf(sample)}`, {});
      const bound = target(ceiling, `/${bytes}`);
      const beside = async (name: string, bare: Target, route: string): Promise<void> => {
        const goal = routes.find((each) => each.name === `${route} ${sample.label}`)?.goal;
        const question = { name: `${name} against the ceiling, ${sample.label}`, goal };
        comparisons.push(await compareTargets(question, bare, bound, conditions));
      };
      await beside(READ, target(reads, `/${bytes}`), 'inspect');
      const path = `/${encodeURIComponent(sample.id)}/${sample.version}`;
      const counting = [
        { name: DOWNLOAD, start: () => startCounting('update-per-group', store.databaseUrl, bytes, path) },
        { name: GATED_DOWNLOAD, start: () => startGatedCounting(store.databaseUrl, bytes, sample) },
      ];
      for (const { name, start } of counting) {
        const downloads = await start();
        try {
          await beside(name, target(downloads, path), 'download');
        } finally {
          await downloads.stop();
        }
      }
    }
    return comparisons;
  } finally {
    await reads.stop();
  }
}

async function compareTargets(
  question: { readonly name: string; readonly goal: number | undefined },
  ours: Target,
  theirs: Target,
  { rounds, seconds, connections }: Conditions,
): Promise<Comparison> {
  const run = async (target: Target, lasting: number): Promise<number> =>
    (await loadTarget(target, connections, lasting)).requestsPerSecond;
  for (const each of [ours, theirs]) await run(each, WARM_UP_SECONDS);
  const results = await alternate(
    rounds,
    () => run(ours, seconds),
    () => run(theirs, seconds),
  );
  return compare({ ...question, unit: 'requests/s', better: 'higher' }, results);
}
