import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/**
 * Package versions with their digests (data-model.md section 4). `display_digest` is ours: a blob with the record's
 * readme, source links and implementation materials as normalised, which the manifest alone does not always give back.
 */
export class CreatePackageVersions1764000200000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE registry.package_versions (
        artifact_kind               text NOT NULL DEFAULT 'package',
        package_id                  text COLLATE "C" NOT NULL,
        package_version             text COLLATE "C" NOT NULL,
        project_ref                 text NOT NULL,
        product_revision_ref        text NOT NULL,
        developer_revision_ref      text NOT NULL,
        contract_signature          text NOT NULL,
        schema_version              text NOT NULL,
        manifest_digest             text COLLATE "C" NOT NULL,
        definition_digest           text COLLATE "C" NOT NULL,
        lock_digest                 text COLLATE "C" NOT NULL,
        lineage_digest              text COLLATE "C",
        display_digest              text COLLATE "C" NOT NULL,
        package_execution_signature text COLLATE "C" NOT NULL,
        publisher_id                text NOT NULL,
        publisher_type              text NOT NULL,
        published_at                timestamptz(3) NOT NULL,
        CONSTRAINT package_versions_pkey PRIMARY KEY (package_id, package_version),
        CONSTRAINT package_versions_artifact_fkey FOREIGN KEY (artifact_kind, package_id)
          REFERENCES registry.artifacts (artifact_kind, artifact_id) ON DELETE RESTRICT,
        CONSTRAINT package_versions_manifest_fkey   FOREIGN KEY (manifest_digest)   REFERENCES registry.blobs (digest),
        CONSTRAINT package_versions_definition_fkey FOREIGN KEY (definition_digest) REFERENCES registry.blobs (digest),
        CONSTRAINT package_versions_lock_fkey       FOREIGN KEY (lock_digest)       REFERENCES registry.blobs (digest),
        CONSTRAINT package_versions_lineage_fkey    FOREIGN KEY (lineage_digest)    REFERENCES registry.blobs (digest),
        CONSTRAINT package_versions_display_fkey    FOREIGN KEY (display_digest)    REFERENCES registry.blobs (digest),
        CONSTRAINT package_versions_kind CHECK (artifact_kind = 'package'),
        CONSTRAINT package_versions_version_format CHECK (package_version ~ '^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$'),
        CONSTRAINT package_versions_project_ref_size CHECK (octet_length(project_ref) BETWEEN 1 AND 2048),
        CONSTRAINT package_versions_product_revision_ref_size
          CHECK (octet_length(product_revision_ref) BETWEEN 1 AND 2048),
        CONSTRAINT package_versions_developer_revision_ref_size
          CHECK (octet_length(developer_revision_ref) BETWEEN 1 AND 2048),
        CONSTRAINT package_versions_contract_signature_size CHECK (octet_length(contract_signature) BETWEEN 1 AND 2048),
        CONSTRAINT package_versions_schema_version CHECK (schema_version = 'anip-service-definition/v1'),
        CONSTRAINT package_versions_execution_signature_format
          CHECK (package_execution_signature ~ '^sha256:[0-9a-f]{64}$')
      );
      CREATE INDEX package_versions_recent_idx
        ON registry.package_versions (published_at DESC, package_id, package_version);
      CREATE INDEX package_versions_project_idx   ON registry.package_versions (left(project_ref, 256));
      CREATE INDEX package_versions_contract_idx  ON registry.package_versions (left(contract_signature, 256));
      CREATE INDEX package_versions_publisher_idx ON registry.package_versions (publisher_id);
      CREATE TRIGGER package_versions_immutable BEFORE UPDATE OR DELETE ON registry.package_versions
        FOR EACH ROW EXECUTE FUNCTION registry.reject_mutation();
      CREATE TRIGGER package_versions_no_truncate BEFORE TRUNCATE ON registry.package_versions
        FOR EACH STATEMENT EXECUTE FUNCTION registry.reject_mutation()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE registry.package_versions');
  }
}
