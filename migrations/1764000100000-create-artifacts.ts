import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/** The names of packages and templates, one row each, and no two that look alike (data-model.md section 4). */
export class CreateArtifacts1764000100000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE registry.artifacts (
        artifact_kind text COLLATE "C" NOT NULL,
        artifact_id   text COLLATE "C" NOT NULL,
        created_at    timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT artifacts_pkey      PRIMARY KEY (artifact_kind, artifact_id),
        CONSTRAINT artifacts_kind      CHECK (artifact_kind IN ('package', 'template')),
        CONSTRAINT artifacts_id_format CHECK (
          octet_length(artifact_id) <= 256
          AND artifact_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$')
      );
      CREATE UNIQUE INDEX artifacts_fold_key
        ON registry.artifacts (artifact_kind, (translate(lower(artifact_id), '_.', '--')));
      CREATE TRIGGER artifacts_immutable BEFORE UPDATE OR DELETE ON registry.artifacts
        FOR EACH ROW EXECUTE FUNCTION registry.reject_mutation();
      CREATE TRIGGER artifacts_no_truncate BEFORE TRUNCATE ON registry.artifacts
        FOR EACH STATEMENT EXECUTE FUNCTION registry.reject_mutation()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE registry.artifacts');
  }
}
