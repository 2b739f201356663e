import type { Client } from 'pg';

/** Longer than any statement of an audit takes on a store of millions of versions; a stuck server still ends it. */
const STATEMENT_TIMEOUT = '10min';

export type Read = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/**
 * Runs `work` on one consistent state of the database, which it cannot change. A version is published in one
 * transaction, so a snapshot never has half of it; and one that is open for a batch alone does not keep the server
 * from tidying up behind running publishes. Settings are local to the transaction: nothing stays in a pooler.
 */
export async function inSnapshot<T>(client: Client, work: (read: Read) => Promise<T>): Promise<T> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query(`SET LOCAL statement_timeout = '${STATEMENT_TIMEOUT}'`);
    return await work(
      async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
        (await client.query<Row>(sql, [...values])).rows,
    );
  } finally {
    // After a lost connection there is nothing to end, and what lost it is the error to report.
    await client.query('ROLLBACK').catch(() => undefined);
  }
}
