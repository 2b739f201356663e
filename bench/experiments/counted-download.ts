import { alternate, type Comparison, compare } from '../comparison';
import { load } from '../load';
import type { Conditions, Servers } from '../measure';
import { pathOf, type Published } from '../population';
import { startUpdatePerRequest, type Store } from '../stack';
import { withSlowCommits } from '../slow-commits';
import { weigh } from '../weigh';
import { wireAnswer } from '../wire-answer';
import { withClient } from '../with-client';

const NAME = 'counted download against one UPDATE per request';
const GOAL = 8;
/** More clients share a group; measured for information. */
const MANY_CONNECTIONS = 64;
const WARM_UP_SECONDS = 2;
/** What storage over a network makes a commit cost; the disk of a bench may take a tenth of it. */
const SLOW_COMMIT_MS = 2;

/** Group commit beside a bare handler that commits one UPDATE of the same row before it answers as many bytes. */
export async function countedDownload(
  sample: Published,
  { registry, databasePid }: Servers,
  store: Store,
  conditions: Conditions,
): Promise<readonly Comparison[]> {
  const url = `${registry.origin}${pathOf(sample)}/download`;
  const { bytes } = await wireAnswer(url, {});
  const path = `/${encodeURIComponent(sample.id)}/${sample.version}`;
  const updating = await startUpdatePerRequest(store.databaseUrl, bytes, path);
  try {
    const ours = { url, pids: { server: registry.pid, database: databasePid } };
    const theirs = { url: `${updating.origin}${path}`, pids: { server: updating.pid, database: databasePid } };
    const count = (): Promise<number> => countOf(sample, store.databaseUrl);
    const compared = (asked: Partial<Conditions>, goal?: number, circumstances?: string): Promise<Comparison> =>
      compareAt({ ...conditions, ...asked, goal, circumstances }, ours, theirs, count);
    return [
      await compared({}, GOAL),
      await compared({ connections: MANY_CONNECTIONS }),
      await withSlowCommits(store.databaseUrl, SLOW_COMMIT_MS, () =>
        compared({}, GOAL, `each commit delayed by ${SLOW_COMMIT_MS} ms`),
      ),
    ];
  } finally {
    await updating.stop();
  }
}

interface Target {
  readonly url: string;
  readonly pids: Parameters<typeof weigh>[0];
}

/** @throws when what was counted is not what was answered */
async function compareAt(
  asked: Conditions & { readonly goal: number | undefined; readonly circumstances: string | undefined },
  ours: Target,
  theirs: Target,
  count: () => Promise<number>,
): Promise<Comparison> {
  const { rounds, seconds, connections, goal, circumstances } = asked;
  const name = [NAME, `${connections} connections`, circumstances].filter((part) => part !== undefined).join(', ');
  const before = await count();
  let requests = 0;
  let cutOff = 0;
  const run = async ({ url, pids }: Target, lasting: number): Promise<number> => {
    const result = await weigh(pids, () => load({ url, connections, seconds: lasting }));
    requests += result.requests;
    // One a connection is on its way when the time is over: it may be counted, and nobody hears the answer.
    cutOff += connections;
    return result.requestsPerSecond;
  };
  for (const target of [ours, theirs]) await run(target, WARM_UP_SECONDS);
  const results = await alternate(
    rounds,
    () => run(ours, seconds),
    () => run(theirs, seconds),
  );
  const counted = (await count()) - before;
  if (counted < requests || counted > requests + cutOff) {
    throw new Error(`${name}: ${requests} were answered and ${counted} were counted`);
  }
  return compare({ name, unit: 'requests/s', better: 'higher', goal }, results);
}

function countOf({ id, version }: Published, databaseUrl: string): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ download_count: string }>(
      'SELECT download_count FROM registry.package_version_stats WHERE package_id = $1 AND package_version = $2',
      [id, version],
    );
    return Number(rows[0]?.download_count);
  });
}
