/** A migration as a database has it. */
export interface AppliedMigration {
  readonly name: string;
  /** Null: none was recorded. */
  readonly checksum: string | null;
  /** The migration that a build must know to work with the schema after this one; null: any build may. */
  readonly requires: string | null;
}

/**
 * The applied migrations in their order. The column `requires` came with a migration of its own, and a build meets
 * databases from before it.
 */
export const APPLIED_MIGRATIONS_SQL = `
  SELECT m.name, c.checksum, to_jsonb(c) ->> 'requires' AS requires
    FROM registry.migrations m LEFT JOIN registry.migration_checksums c USING (name) ORDER BY m.id`;

/**
 * The applied migrations after which a build that knows `known` no longer works. A newer migration that only adds is
 * none of them: during a rollout the old build and the new one stand on one schema.
 */
export function incompatibleMigrations(
  applied: readonly AppliedMigration[],
  known: ReadonlySet<string>,
): readonly AppliedMigration[] {
  return applied.filter(({ name, requires }) => !known.has(name) && requires !== null && !known.has(requires));
}

/** The schema has gone on to where this build cannot follow. */
export class IncompatibleSchema extends Error {
  override readonly name = 'IncompatibleSchema';

  constructor(incompatible: readonly AppliedMigration[]) {
    const [first] = incompatible;
    super(
      `the database has the migration ${first?.name ?? ''}, after which only builds that know the migration ` +
        `${first?.requires ?? ''} work, and this build does not. Run a newer build of the Registry, or restore the ` +
        'database as it was before that migration',
    );
  }
}
