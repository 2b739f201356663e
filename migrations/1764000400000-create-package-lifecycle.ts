import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/**
 * The lifecycle of a package version, and its append-only history written by trigger (data-model.md section 5). The
 * replacement has no foreign key: clients may name a version that is not published yet.
 */
export class CreatePackageLifecycle1764000400000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE registry.package_lifecycle (
        package_id                  text COLLATE "C" NOT NULL,
        package_version             text COLLATE "C" NOT NULL,
        status                      text NOT NULL DEFAULT 'active',
        reason                      text NOT NULL DEFAULT '',
        replacement_package_id      text COLLATE "C",
        replacement_package_version text COLLATE "C",
        updated_at                  timestamptz(3),
        updated_by                  text,
        revision                    integer NOT NULL DEFAULT 0,
        CONSTRAINT package_lifecycle_pkey PRIMARY KEY (package_id, package_version),
        CONSTRAINT package_lifecycle_version_fkey FOREIGN KEY (package_id, package_version)
          REFERENCES registry.package_versions (package_id, package_version)
          ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT lifecycle_status CHECK (status IN ('active', 'superseded', 'deprecated', 'yanked', 'takedown')),
        CONSTRAINT lifecycle_reason_size CHECK (char_length(reason) <= 2000),
        CONSTRAINT lifecycle_revision    CHECK (revision >= 0),
        CONSTRAINT lifecycle_reason      CHECK (status = 'active' OR btrim(reason) <> ''),
        CONSTRAINT lifecycle_replacement
          CHECK ((replacement_package_id IS NULL) = (replacement_package_version IS NULL)),
        CONSTRAINT lifecycle_not_self CHECK (replacement_package_id IS NULL
          OR replacement_package_id <> package_id OR replacement_package_version <> package_version),
        CONSTRAINT lifecycle_touched CHECK ((revision = 0 AND updated_at IS NULL AND updated_by IS NULL)
          OR (revision > 0 AND updated_at IS NOT NULL AND updated_by IS NOT NULL))
      );
      CREATE INDEX package_lifecycle_inactive_idx
        ON registry.package_lifecycle (status, updated_at DESC) WHERE status <> 'active'`);

    await queryRunner.query(`
      CREATE TABLE registry.package_lifecycle_history (
        history_id                  bigint GENERATED ALWAYS AS IDENTITY,
        package_id                  text COLLATE "C" NOT NULL,
        package_version             text COLLATE "C" NOT NULL,
        revision                    integer NOT NULL,
        status                      text NOT NULL,
        reason                      text NOT NULL,
        replacement_package_id      text COLLATE "C",
        replacement_package_version text COLLATE "C",
        updated_at                  timestamptz(3) NOT NULL,
        updated_by                  text NOT NULL,
        CONSTRAINT package_lifecycle_history_pkey         PRIMARY KEY (history_id),
        CONSTRAINT package_lifecycle_history_revision_key UNIQUE (package_id, package_version, revision)
      );
      CREATE TRIGGER package_lifecycle_history_immutable BEFORE UPDATE OR DELETE ON registry.package_lifecycle_history
        FOR EACH ROW EXECUTE FUNCTION registry.reject_mutation();
      CREATE TRIGGER package_lifecycle_history_no_truncate BEFORE TRUNCATE ON registry.package_lifecycle_history
        FOR EACH STATEMENT EXECUTE FUNCTION registry.reject_mutation()`);

    await queryRunner.query(`
      CREATE FUNCTION registry.log_lifecycle() RETURNS trigger
      LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        IF NEW.revision <> OLD.revision + 1 THEN
          RAISE EXCEPTION 'lifecycle revision must advance by one' USING ERRCODE = 'serialization_failure';
        END IF;
        INSERT INTO registry.package_lifecycle_history
          (package_id, package_version, revision, status, reason,
           replacement_package_id, replacement_package_version, updated_at, updated_by)
        VALUES (NEW.package_id, NEW.package_version, NEW.revision, NEW.status, NEW.reason,
           NEW.replacement_package_id, NEW.replacement_package_version, NEW.updated_at, NEW.updated_by);
        RETURN NULL;
      END $$;
      CREATE TRIGGER package_lifecycle_log AFTER UPDATE ON registry.package_lifecycle
        FOR EACH ROW EXECUTE FUNCTION registry.log_lifecycle()`);

    await queryRunner.query(`
      ALTER TABLE registry.package_versions
        ADD CONSTRAINT package_has_lifecycle FOREIGN KEY (package_id, package_version)
        REFERENCES registry.package_lifecycle (package_id, package_version) DEFERRABLE INITIALLY DEFERRED`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE registry.package_versions DROP CONSTRAINT package_has_lifecycle');
    await queryRunner.query('DROP TABLE registry.package_lifecycle');
    await queryRunner.query('DROP TABLE registry.package_lifecycle_history');
    await queryRunner.query('DROP FUNCTION registry.log_lifecycle()');
  }
}
