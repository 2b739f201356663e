import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/**
 * Template versions (data-model.md section 4). One index per facet, on a bounded prefix: a long value must not fail
 * the insert. `package_digest` names the download envelope.
 */
export class CreateTemplateVersions1764000500000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE registry.template_versions (
        artifact_kind     text NOT NULL DEFAULT 'template',
        template_id       text COLLATE "C" NOT NULL,
        template_version  text COLLATE "C" NOT NULL,
        template_kind     text NOT NULL,
        project_type      text NOT NULL,
        anip_spec_version text NOT NULL,
        domain            text NOT NULL DEFAULT '',
        industry          text NOT NULL DEFAULT '',
        systems           text[] NOT NULL DEFAULT '{}',
        manifest_digest   text COLLATE "C" NOT NULL,
        template_digest   text COLLATE "C" NOT NULL,
        package_digest    text COLLATE "C" NOT NULL,
        publisher_id      text NOT NULL,
        publisher_type    text NOT NULL,
        published_at      timestamptz(3) NOT NULL,
        CONSTRAINT template_versions_pkey PRIMARY KEY (template_id, template_version),
        CONSTRAINT template_versions_artifact_fkey FOREIGN KEY (artifact_kind, template_id)
          REFERENCES registry.artifacts (artifact_kind, artifact_id) ON DELETE RESTRICT,
        CONSTRAINT template_versions_manifest_fkey FOREIGN KEY (manifest_digest) REFERENCES registry.blobs (digest),
        CONSTRAINT template_versions_template_fkey FOREIGN KEY (template_digest) REFERENCES registry.blobs (digest),
        CONSTRAINT template_versions_package_fkey  FOREIGN KEY (package_digest)  REFERENCES registry.blobs (digest),
        CONSTRAINT template_versions_kind           CHECK (artifact_kind = 'template'),
        CONSTRAINT template_versions_version_format CHECK (template_version ~ '^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$')
      );
      CREATE INDEX template_versions_type_idx     ON registry.template_versions (left(project_type, 128));
      CREATE INDEX template_versions_kind_idx     ON registry.template_versions (left(template_kind, 128));
      CREATE INDEX template_versions_domain_idx   ON registry.template_versions (left(domain, 128));
      CREATE INDEX template_versions_industry_idx ON registry.template_versions (left(industry, 128));
      CREATE TRIGGER template_versions_immutable BEFORE UPDATE OR DELETE ON registry.template_versions
        FOR EACH ROW EXECUTE FUNCTION registry.reject_mutation();
      CREATE TRIGGER template_versions_no_truncate BEFORE TRUNCATE ON registry.template_versions
        FOR EACH STATEMENT EXECUTE FUNCTION registry.reject_mutation()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE registry.template_versions');
  }
}
