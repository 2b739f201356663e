import type { MigrationInterface } from 'typeorm';

/**
 * Which builds go on working with the schema after a migration. `expand`: all that worked before it. Otherwise only
 * those that know the named earlier migration, with which the use of what is now removed or changed had ended.
 */
export type Compatibility = 'expand' | { readonly requires: string };

/** A migration of ours; what it requires is written into the database for builds that do not know it (README.md). */
export interface Migration extends MigrationInterface {
  readonly compatibility: Compatibility;
}
