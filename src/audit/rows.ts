import { FINDING_EXAMPLES } from './finding-log';
import type { Key } from './audit-step';
import type { Read } from './snapshot';

export async function countRows(read: Read, table: string): Promise<number> {
  const [row] = await read<{ count: string }>(`SELECT count(*) FROM registry.${table}`);
  return Number(row?.count ?? 0);
}

/** The two columns of version keys, as parameters of `unnest($1::text[], $2::text[])`. */
export function keyColumns(keys: readonly Key[]): readonly [readonly string[], readonly string[]] {
  return [keys.map(([id]) => id ?? ''), keys.map(([, version]) => version ?? '')];
}

/** Rows by version; more than one where a key was lost together with its constraint. */
export class RowsByVersion<Row extends { readonly id: string; readonly version: string }> {
  private readonly rows = new Map<string, Row[]>();

  constructor(rows: readonly Row[]) {
    for (const row of rows) {
      const key = JSON.stringify([row.id, row.version]);
      const known = this.rows.get(key);
      if (known === undefined) this.rows.set(key, [row]);
      else known.push(row);
    }
  }

  of([id, version]: Key): readonly Row[] {
    return this.rows.get(JSON.stringify([id, version])) ?? [];
  }
}

/** Of many alike, the first examples are named one by one and the rest counted on the last. */
export function timesOf(index: number, shown: number, total: number): number {
  return index === shown - 1 && shown === FINDING_EXAMPLES ? total - index : 1;
}
