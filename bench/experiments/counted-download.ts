import { alternate, type Comparison, compare } from '../comparison';
import type { Conditions, Servers } from '../measure';
import { pathOf, type Published } from '../population';
import { type CountingServer, startCounting, type Store } from '../stack';
import type { ServerProcess } from '../server-process';
import { withSlowCommits } from '../slow-commits';
import { loadTarget, type Target } from '../target';
import { wireAnswer } from '../wire-answer';
import { withClient } from '../with-client';

const OURS = 'counted download';
const PER_REQUEST = 'one UPDATE per request';
const PER_GROUP = 'a bare handler of one UPDATE per group';
const GOAL = 8;
/** More clients share a group; measured for information. */
const MANY_CONNECTIONS = 64;
const WARM_UP_SECONDS = 2;
/** What storage over a network makes a commit cost; the disk of a bench may take a tenth of it. */
const SLOW_COMMIT_MS = 2;

/**
 * Group commit beside a bare handler that commits one UPDATE of the same row before it answers as many bytes; and beside
 * a bare handler that commits in groups, to see how much of that is within reach.
 */
export async function countedDownload(
  sample: Published,
  { registry, databasePid }: Servers,
  store: Store,
  conditions: Conditions,
): Promise<readonly Comparison[]> {
  const url = `${registry.origin}${pathOf(sample)}/download`;
  const { bytes } = await wireAnswer(url, {});
  const path = `/${encodeURIComponent(sample.id)}/${sample.version}`;
  const started: ServerProcess[] = [];
  const startBare = async (name: string, server: CountingServer): Promise<NamedTarget> => {
    const bare = await startCounting(server, store.databaseUrl, bytes, path);
    started.push(bare);
    return { name, url: `${bare.origin}${path}`, pids: { server: bare.pid, database: databasePid } };
  };
  try {
    const ours = { name: OURS, url, pids: { server: registry.pid, database: databasePid } };
    const requests = await startBare(PER_REQUEST, 'update-per-request');
    const groups = await startBare(PER_GROUP, 'update-per-group');
    const count = (): Promise<number> => countOf(sample, store.databaseUrl);
    const compared = (one: NamedTarget, other: NamedTarget, asked: Partial<Asked> = {}): Promise<Comparison> =>
      compareAt({ ...conditions, ...asked }, one, other, count);
    return [
      await compared(ours, requests, { goal: GOAL }),
      await compared(ours, requests, { connections: MANY_CONNECTIONS }),
      await withSlowCommits(store.databaseUrl, SLOW_COMMIT_MS, () =>
        compared(ours, requests, { goal: GOAL, circumstances: `each commit delayed by ${SLOW_COMMIT_MS} ms` }),
      ),
      await compared(ours, groups),
      await compared(groups, requests),
    ];
  } finally {
    await Promise.all(started.map((server) => server.stop()));
  }
}

interface Asked extends Conditions {
  readonly goal?: number;
  readonly circumstances?: string;
}

interface NamedTarget extends Target {
  readonly name: string;
}

/** @throws when what was counted is not what was answered */
async function compareAt(
  asked: Asked,
  ours: NamedTarget,
  theirs: NamedTarget,
  count: () => Promise<number>,
): Promise<Comparison> {
  const { rounds, seconds, connections, goal, circumstances } = asked;
  const names = `${ours.name} against ${theirs.name}`;
  const name = [names, `${connections} connections`, circumstances].filter((part) => part !== undefined).join(', ');
  const before = await count();
  let requests = 0;
  let cutOff = 0;
  const run = async (target: Target, lasting: number): Promise<number> => {
    const result = await loadTarget(target, connections, lasting);
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
