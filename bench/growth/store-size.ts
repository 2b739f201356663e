import type { Client } from 'pg';

/** In bytes. */
export interface StoreSize {
  readonly total: number;
  readonly tables: number;
  readonly indexes: number;
  /** The largest tables, with what is stored beside them and without their indexes. */
  readonly largest: Readonly<Record<string, number>>;
}

export async function storeSize(client: Client): Promise<StoreSize> {
  const { rows } = await client.query<{ name: string; tables: string; indexes: string }>(
    `SELECT relname AS name, pg_table_size(oid) AS tables, pg_indexes_size(oid) AS indexes
       FROM pg_class WHERE relnamespace = 'registry'::regnamespace AND relkind = 'r' ORDER BY pg_table_size(oid) DESC`,
  );
  const sum = (column: 'tables' | 'indexes'): number => rows.reduce((bytes, row) => bytes + Number(row[column]), 0);
  const [tables, indexes] = [sum('tables'), sum('indexes')];
  const largest = Object.fromEntries(rows.slice(0, 5).map(({ name, tables: bytes }) => [name, Number(bytes)]));
  return { total: tables + indexes, tables, indexes, largest };
}
