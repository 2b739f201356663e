import type { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations';
import { isError } from './is-error';
import {
  APPLIED_MIGRATIONS_SQL,
  incompatibleMigrations,
  IncompatibleSchema,
  type AppliedMigration,
} from './migration-compatibility';

export interface MigrationStatus {
  /** No migration of this build is pending. */
  readonly applied: boolean;
  readonly appliedCount: number;
  readonly expectedCount: number;
  readonly pending: readonly string[];
  /** Newer ones that this build does not work with. */
  readonly incompatible: readonly string[];
}

const NAMES: ReadonlySet<string> = new Set(MIGRATIONS.map(({ name }) => name));
const UNDEFINED_TABLE = '42P01';

/** What `readyz` reports. A schema with more migrations than this build knows is a newer one, and mostly fine. */
export async function migrationStatus(
  dataSource: DataSource,
  names: ReadonlySet<string> = NAMES,
): Promise<MigrationStatus> {
  const applied = await readApplied(() => dataSource.query<AppliedMigration[]>(APPLIED_MIGRATIONS_SQL));
  const appliedNames = new Set(applied.map(({ name }) => name));
  const pending = [...names].filter((name) => !appliedNames.has(name));
  return {
    applied: pending.length === 0,
    appliedCount: appliedNames.size,
    expectedCount: names.size,
    pending,
    incompatible: incompatibleMigrations(applied, names).map(({ name }) => name),
  };
}

/** For a start that runs no migrations, which would find it out. @throws IncompatibleSchema */
export async function ensureCompatible(client: Client, names: ReadonlySet<string> = NAMES): Promise<void> {
  const applied = await readApplied(async () => (await client.query<AppliedMigration>(APPLIED_MIGRATIONS_SQL)).rows);
  const incompatible = incompatibleMigrations(applied, names);
  if (incompatible.length > 0) throw new IncompatibleSchema(incompatible);
}

/** A database without the tables has no migrations. */
async function readApplied(read: () => Promise<AppliedMigration[]>): Promise<AppliedMigration[]> {
  try {
    return await read();
  } catch (error) {
    if (isError(error) && 'code' in error && error.code === UNDEFINED_TABLE) return [];
    throw error;
  }
}
