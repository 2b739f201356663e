import {
  APPLIED_MIGRATIONS_SQL,
  incompatibleMigrations,
  type AppliedMigration,
} from '../database/migration-compatibility';
import type { KnownMigration } from '../database/migration-source';
import type { Read } from './snapshot';

/** The migrations of the database beside those of this build, by name. */
export interface MigrationComparison {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Applied with other SQL than this build has. */
  readonly changed: readonly string[];
  /** Applied, and not in this build: a newer one was here. */
  readonly unknown: readonly string[];
  /** Those of them that this build does not work with. */
  readonly incompatible: readonly string[];
}

/** Reads only: a database without the schema has every migration pending. */
export async function compareMigrations(read: Read, known: readonly KnownMigration[]): Promise<MigrationComparison> {
  const [tables] = await read<{ present: boolean }>(
    `SELECT to_regclass('registry.migrations') IS NOT NULL
        AND to_regclass('registry.migration_checksums') IS NOT NULL AS present`,
  );
  const rows = tables?.present === true ? await read<AppliedMigration>(APPLIED_MIGRATIONS_SQL) : [];
  const checksums = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const names = new Set(known.map(({ name }) => name));
  return {
    applied: [...checksums.keys()],
    pending: known.map(({ name }) => name).filter((name) => !checksums.has(name)),
    changed: known
      .filter(({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum)
      .map(({ name }) => name),
    unknown: [...checksums.keys()].filter((name) => !names.has(name)),
    incompatible: incompatibleMigrations(rows, names).map(({ name }) => name),
  };
}
