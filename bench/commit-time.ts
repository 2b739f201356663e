import { median } from './statistics';
import { withClient } from './with-client';

const COMMITS = 200;

/** The median time of a transaction that changes one row, one after the other: what the disk makes a commit cost. */
export function commitMilliseconds(databaseUrl: string): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    // An ordinary table: a temporary or unlogged one would not wait for the disk.
    await client.query('CREATE TABLE public.bench_commits (n integer NOT NULL)');
    await client.query('INSERT INTO public.bench_commits VALUES (0)');
    const times: number[] = [];
    for (let index = 0; index < COMMITS; index += 1) {
      const startedAt = performance.now();
      await client.query('UPDATE public.bench_commits SET n = n + 1');
      times.push(performance.now() - startedAt);
    }
    await client.query('DROP TABLE public.bench_commits');
    return median(times);
  });
}
