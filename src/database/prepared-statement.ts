import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';

/** A statement that a connection parses and plans once, under its name, and not each time. The name is of one text. */
export interface PreparedStatement {
  /** At most 63 bytes, which is where PostgreSQL cuts names. */
  readonly name: string;
  readonly text: string;
}

export type Statement = string | PreparedStatement;

/** Sends the statement through the pool of `dataSource`, and gives back its rows. TypeORM itself prepares nothing. */
export async function runStatement<Rows extends readonly unknown[]>(
  dataSource: DataSource,
  statement: Statement,
  parameters: readonly unknown[],
): Promise<Rows> {
  if (typeof statement === 'string') return dataSource.query<Rows>(statement, [...parameters]);
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as ClientBase;
    const { rows } = await client.query({ ...statement, values: [...parameters] });
    return rows as readonly unknown[] as Rows;
  } finally {
    await runner.release();
  }
}
