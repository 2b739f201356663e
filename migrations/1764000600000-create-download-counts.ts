import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/**
 * Counters, apart from the signed rows (data-model.md section 5). `published_at` is a copy, so that one index serves
 * the public sort order.
 */
export class CreateDownloadCounts1764000600000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE registry.package_version_stats (
        package_id      text COLLATE "C" NOT NULL,
        package_version text COLLATE "C" NOT NULL,
        published_at    timestamptz(3) NOT NULL,
        download_count  bigint NOT NULL DEFAULT 0,
        CONSTRAINT package_version_stats_pkey PRIMARY KEY (package_id, package_version),
        CONSTRAINT package_version_stats_version_fkey FOREIGN KEY (package_id, package_version)
          REFERENCES registry.package_versions (package_id, package_version)
          ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT package_version_stats_count CHECK (download_count >= 0)
      ) WITH (fillfactor = 70);
      CREATE INDEX package_version_stats_sort_idx ON registry.package_version_stats
        (download_count DESC, published_at DESC, package_id ASC, package_version DESC);
      ALTER TABLE registry.package_versions
        ADD CONSTRAINT package_has_stats FOREIGN KEY (package_id, package_version)
        REFERENCES registry.package_version_stats (package_id, package_version) DEFERRABLE INITIALLY DEFERRED`);

    await queryRunner.query(`
      CREATE TABLE registry.template_version_stats (
        template_id      text COLLATE "C" NOT NULL,
        template_version text COLLATE "C" NOT NULL,
        published_at     timestamptz(3) NOT NULL,
        download_count   bigint NOT NULL DEFAULT 0,
        CONSTRAINT template_version_stats_pkey PRIMARY KEY (template_id, template_version),
        CONSTRAINT template_version_stats_version_fkey FOREIGN KEY (template_id, template_version)
          REFERENCES registry.template_versions (template_id, template_version)
          ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT template_version_stats_count CHECK (download_count >= 0)
      ) WITH (fillfactor = 70);
      CREATE INDEX template_version_stats_sort_idx ON registry.template_version_stats
        (download_count DESC, published_at DESC, template_id ASC, template_version DESC);
      ALTER TABLE registry.template_versions
        ADD CONSTRAINT template_has_stats FOREIGN KEY (template_id, template_version)
        REFERENCES registry.template_version_stats (template_id, template_version) DEFERRABLE INITIALLY DEFERRED`);

    await queryRunner.query(`
      CREATE TABLE registry.downloads_daily (
        artifact_kind text NOT NULL,
        artifact_id   text COLLATE "C" NOT NULL,
        version       text COLLATE "C" NOT NULL,
        day           date NOT NULL,
        downloads     bigint NOT NULL,
        CONSTRAINT downloads_daily_pkey  PRIMARY KEY (artifact_kind, artifact_id, version, day),
        CONSTRAINT downloads_daily_kind  CHECK (artifact_kind IN ('package', 'template')),
        CONSTRAINT downloads_daily_count CHECK (downloads > 0)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE registry.downloads_daily');
    await queryRunner.query('ALTER TABLE registry.template_versions DROP CONSTRAINT template_has_stats');
    await queryRunner.query('DROP TABLE registry.template_version_stats');
    await queryRunner.query('ALTER TABLE registry.package_versions DROP CONSTRAINT package_has_stats');
    await queryRunner.query('DROP TABLE registry.package_version_stats');
  }
}
