import type { Client } from 'pg';

/**
 * The schema as the database tells it. NOT NULL stands with the columns and not among the constraints, where only
 * PostgreSQL 18 lists it.
 */
const QUERIES = {
  columns: `
    SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || CASE WHEN co.collname <> 'default' THEN ' collate ' || co.collname ELSE '' END
      || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
      || CASE a.attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity by default' ELSE '' END
      || CASE WHEN a.attgenerated = 's' THEN ' stored ' WHEN d.oid IS NOT NULL THEN ' default ' ELSE '' END
      || coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS line
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_collation co ON co.oid = a.attcollation
    WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname COLLATE "C", a.attnum`,
  tables: `
    SELECT relname || coalesce(' with ' || array_to_string(reloptions, ', '), '') AS line
    FROM pg_class WHERE relnamespace = 'registry'::regnamespace AND relkind IN ('r', 'v', 'm') ORDER BY relname COLLATE "C"`,
  constraints: `
    SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS line
    FROM pg_constraint WHERE connamespace = 'registry'::regnamespace AND contype <> 'n'
    ORDER BY conrelid::regclass::text COLLATE "C", conname COLLATE "C"`,
  indexes: `
    SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'registry'
    ORDER BY tablename COLLATE "C", indexname COLLATE "C"`,
  triggers: `
    SELECT pg_get_triggerdef(t.oid) AS line FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'registry'::regnamespace AND NOT t.tgisinternal
    ORDER BY c.relname COLLATE "C", t.tgname COLLATE "C"`,
  functions: `
    SELECT pg_get_functiondef(oid) AS line FROM pg_proc WHERE pronamespace = 'registry'::regnamespace
    ORDER BY proname COLLATE "C"`,
} as const;

export async function readCatalog(client: Client): Promise<Record<string, string[]>> {
  const catalog: Record<string, string[]> = {};
  for (const [name, query] of Object.entries(QUERIES)) {
    const { rows } = await client.query<{ line: string }>(query);
    catalog[name] = rows.map((row) => row.line);
  }
  return catalog;
}
