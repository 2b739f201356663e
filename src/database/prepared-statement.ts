import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';

/**
 * A statement that a connection parses and plans once, under its name: planning a look-up by primary key costs the
 * server more than running it (docs/performance.md). The name is of one text.
 */
export interface PreparedStatement {
  /** At most 63 bytes, which is where PostgreSQL cuts names. */
  readonly name: string;
  readonly text: string;
}

export type Statement = string | PreparedStatement;

/** As `DataSource.query`, which prepares nothing; errors are pg's own, which `storeFault` knows as well. */
export async function runStatement<Rows extends readonly unknown[]>(
  dataSource: DataSource,
  statement: Statement,
  parameters: readonly unknown[],
): Promise<Rows> {
  if (typeof statement === 'string') return dataSource.query<Rows>(statement, [...parameters]);
  // The pool's own `query` would throw away the connection, and its plans, of each statement that is refused.
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as ClientBase;
    const { rows } = await client.query({ ...statement, values: [...parameters] });
    return rows as readonly unknown[] as Rows;
  } finally {
    await runner.release();
  }
}
