import type { Read } from './snapshot';

export interface CatalogConstraint {
  readonly table: string;
  readonly name: string;
  /** Checked for every row that is there, and for every row that comes. */
  readonly enforced: boolean;
}

export interface CatalogTrigger {
  readonly table: string;
  readonly name: string;
  readonly enabled: boolean;
  /** When and for what it fires, as pg_trigger.tgtype says, and the function that it calls. */
  readonly action: string;
}

export interface CatalogFunction {
  readonly name: string;
  readonly body: string;
}

export interface CatalogIndex {
  readonly table: string;
  readonly name: string;
  readonly unique: boolean;
  readonly valid: boolean;
}

/** The parts of the schema that keep the store honest, as the database tells them. */
export interface Catalog {
  readonly tables: readonly string[];
  readonly constraints: readonly CatalogConstraint[];
  readonly triggers: readonly CatalogTrigger[];
  /** Those that triggers call. */
  readonly functions: readonly CatalogFunction[];
  /** Those that no constraint stands for. */
  readonly indexes: readonly CatalogIndex[];
  /** Settings of the database or of a role that switch every trigger off, whatever the catalog says of it. */
  readonly replicaSettings: readonly string[];
}

const joinClass = (column: string): string =>
  `JOIN pg_class c ON c.oid = ${column} AND c.relnamespace = to_regnamespace('registry')`;

export async function readCatalog(read: Read): Promise<Catalog> {
  return {
    tables: (await read<{ name: string }>(TABLES)).map(({ name }) => name),
    constraints: await read<CatalogConstraint>(CONSTRAINTS),
    triggers: await read<CatalogTrigger>(TRIGGERS),
    functions: await read<CatalogFunction>(FUNCTIONS),
    indexes: await read<CatalogIndex>(INDEXES),
    replicaSettings: (await read<{ setting: string }>(REPLICA_SETTINGS)).map(({ setting }) => setting),
  };
}

const TABLES = `
  SELECT relname AS name FROM pg_class
   WHERE relnamespace = to_regnamespace('registry') AND relkind IN ('r', 'p') ORDER BY relname COLLATE "C"`;

/**
 * NOT NULL stands apart, since PostgreSQL 18 alone lists it as a constraint; `conenforced` is as new, hence the detour
 * over JSON. A foreign key is kept by triggers of the server's own, which ALTER TABLE ... DISABLE TRIGGER ALL also stops.
 */
const CONSTRAINTS = `
  SELECT c.relname AS table, o.conname AS name,
         o.convalidated AND coalesce((to_jsonb(o) ->> 'conenforced')::boolean, true)
           AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgconstraint = o.oid AND t.tgenabled NOT IN ('O', 'A'))
         AS enforced
    FROM pg_constraint o ${joinClass('o.conrelid')}
   WHERE o.contype <> 'n' ORDER BY c.relname COLLATE "C", o.conname COLLATE "C"`;

const TRIGGERS = `
  SELECT c.relname AS table, t.tgname AS name, t.tgenabled IN ('O', 'A') AS enabled,
         t.tgtype || ' ' || p.proname || CASE WHEN t.tgattr::text <> '' THEN ' of some columns' ELSE '' END
           || coalesce(' when ' || pg_get_expr(t.tgqual, t.tgrelid), '') AS action
    FROM pg_trigger t ${joinClass('t.tgrelid')} JOIN pg_proc p ON p.oid = t.tgfoid
   WHERE NOT t.tgisinternal ORDER BY c.relname COLLATE "C", t.tgname COLLATE "C"`;

const FUNCTIONS = `
  SELECT proname AS name, prosrc AS body FROM pg_proc
   WHERE pronamespace = to_regnamespace('registry') AND prorettype = 'trigger'::regtype ORDER BY proname COLLATE "C"`;

const INDEXES = `
  SELECT c.relname AS table, x.relname AS name, i.indisunique AS unique, i.indisvalid AND i.indisready AS valid
    FROM pg_index i ${joinClass('i.indrelid')} JOIN pg_class x ON x.oid = i.indexrelid
   WHERE c.relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = i.indexrelid AND o.conrelid = i.indrelid)
   ORDER BY c.relname COLLATE "C", x.relname COLLATE "C"`;

const REPLICA_SETTINGS = `
  SELECT setting FROM pg_db_role_setting s, unnest(s.setconfig) AS setting
   WHERE setting ~ '^session_replication_role=replica$'
     AND (s.setdatabase = 0 OR s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
