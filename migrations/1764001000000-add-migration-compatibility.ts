import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/**
 * The migration that a build must know to work with the schema after this one; NULL: every build that worked before.
 * A build reads it for the migrations that are newer than itself.
 */
export class AddMigrationCompatibility1764001000000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE registry.migration_checksums
        ADD COLUMN requires text COLLATE "C",
        ADD CONSTRAINT migration_checksums_requires_fkey
          FOREIGN KEY (requires) REFERENCES registry.migration_checksums (name)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE registry.migration_checksums DROP COLUMN requires');
  }
}
