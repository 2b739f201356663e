import type { LoadResult } from './load';
import { cpuSecondsOf, usageOf } from './process-usage';
import { settle } from './settle';

/** What a load took; CPU time is in seconds per 1,000 requests. */
export interface Weighed extends LoadResult {
  /** All processes of the server. */
  readonly serverCpu: number;
  /** All processes of PostgreSQL. */
  readonly databaseCpu: number;
  /** wrk, or this process where it makes the requests itself. */
  readonly clientCpu: number;
  /** Of all processes of the server, at the end. */
  readonly residentBytes: number;
}

interface Pids {
  readonly server: number;
  readonly database: number;
}

/** Runs a load and measures what everybody who takes part in it spends; then waits until the server rests again. */
export async function weigh(pids: Pids, run: () => Promise<LoadResult>): Promise<Weighed> {
  const before = usages(pids);
  const result = await run();
  const after = usages(pids);
  await settle(pids.server);
  const per1000 = (used: number): number => (used / result.requests) * 1000;
  return {
    ...result,
    serverCpu: per1000(after.server.cpuSeconds - before.server.cpuSeconds),
    databaseCpu: per1000(after.database.cpuSeconds - before.database.cpuSeconds),
    clientCpu: per1000(after.client - before.client),
    residentBytes: after.server.residentBytes,
  };
}

/** wrk has ended when its time is asked for, and is then counted with this process, its parent. */
function usages({ server, database }: Pids): {
  server: ReturnType<typeof usageOf>;
  database: ReturnType<typeof usageOf>;
  client: number;
} {
  return { server: usageOf(server), database: usageOf(database), client: cpuSecondsOf(process.pid) };
}
