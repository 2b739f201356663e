import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/**
 * pg_trgm, which finds texts by any part of them. It is a trusted extension: who may CREATE in the database may create
 * it. Where an operator has done so already, no right is asked for.
 */
export class CreateTrigramExtension1764000800000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
      EXCEPTION
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION 'the search needs the extension pg_trgm, and the role "%" may not create it in the database "%": let a superuser or the owner of the database run CREATE EXTENSION pg_trgm there once, or GRANT CREATE ON DATABASE to the role, and start again (%)',
            current_user, current_database(), SQLERRM USING ERRCODE = 'insufficient_privilege';
        WHEN undefined_file OR feature_not_supported THEN
          RAISE EXCEPTION 'the search needs the extension pg_trgm, which this PostgreSQL server does not have: install its contrib modules (the package postgresql-contrib of most systems), or allow the extension where the provider asks for that, and start again (%)',
            SQLERRM USING ERRCODE = 'feature_not_supported';
        WHEN invalid_schema_name THEN
          RAISE EXCEPTION 'the search needs the extension pg_trgm, and the search_path of the role "%" names no schema to create it in: run CREATE EXTENSION pg_trgm WITH SCHEMA in a schema of your choice once, and start again (%)',
            current_user, SQLERRM USING ERRCODE = 'invalid_schema_name';
      END $$`);
  }

  /** The extension stays: others may use it, or it was there before. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}
