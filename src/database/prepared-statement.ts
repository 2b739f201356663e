import type { Pool } from 'pg';
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
  const { rows } = await poolOf(dataSource).query({ ...statement, values: [...parameters] });
  return rows as readonly unknown[] as Rows;
}

/** TypeORM keeps node-postgres' pool under this name; its type of it is open. */
function poolOf(dataSource: DataSource): Pool {
  const pool = (dataSource.driver as unknown as { readonly master?: Pool }).master;
  // In the words that `storeFault` knows: before the first connection and after the last there is no pool.
  if (pool === undefined) throw new Error('Driver not Connected');
  return pool;
}
