/** A row to insert: SQL expressions by column. */
export interface InsertRow {
  /** Below `registry`. */
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** Inserts the row once for each row of `source`: in a WITH, that is when what `source` names has been done. */
export function insertRowSql({ table, columns }: InsertRow, source: string): string {
  const names = Object.keys(columns).join(', ');
  return `INSERT INTO registry.${table} (${names}) SELECT ${Object.values(columns).join(', ')} FROM ${source}`;
}
