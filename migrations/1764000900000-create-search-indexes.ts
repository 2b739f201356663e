import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/**
 * What the lists are searched, filtered and sorted by. `search_text` is computed by the database, so that versions
 * which older code publishes during a rollout are found as well. Values too long for an index are left out: they can
 * be read, but not filtered by.
 */
export class CreateSearchIndexes1764000900000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Immutable, since the elements are texts: array_to_string depends on settings for other types only.
    await queryRunner.query(`
      CREATE FUNCTION registry.search_text(id text, title text, summary text, keywords text[]) RETURNS text
      LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
        SELECT lower(id || E'\\n' || title || E'\\n' || array_to_string(keywords, E'\\n') || E'\\n' || summary)
      $$;
      ALTER TABLE registry.artifact_search
        ADD COLUMN domain       text NOT NULL DEFAULT '',
        ADD COLUMN spec_version text NOT NULL DEFAULT '',
        ADD COLUMN search_text  text NOT NULL GENERATED ALWAYS AS
          (registry.search_text(artifact_id COLLATE "default", title, summary, keywords)) STORED`);

    // One document that cannot be read must not keep the Registry from starting; jsonb refuses U+0000.
    await queryRunner.query(`
      CREATE FUNCTION registry.text_member(content bytea, VARIADIC path text[]) RETURNS text
      LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      DECLARE
        document jsonb;
      BEGIN
        document := regexp_replace(convert_from(content, 'UTF8'), '(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000', '\\1', 'g')::jsonb;
        RETURN CASE WHEN jsonb_typeof(document #> path) = 'string' THEN document #>> path ELSE '' END;
      EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
        RETURN '';
      END $$;
      UPDATE registry.artifact_search a
         SET domain = CASE WHEN char_length(f.domain) <= 256 THEN f.domain ELSE '' END,
             spec_version = CASE WHEN char_length(f.spec_version) <= 256 THEN f.spec_version ELSE '' END
        FROM (
          SELECT 'package' AS kind, v.package_id AS id, v.package_version AS version,
                 coalesce(nullif(registry.text_member(m.content, 'domain'), ''),
                          registry.text_member(d.content, 'identity', 'domain_name')) AS domain,
                 registry.text_member(m.content, 'anip_spec_version') AS spec_version
            FROM registry.package_versions v
            JOIN registry.blobs m ON m.digest = v.manifest_digest
            JOIN registry.blobs d ON d.digest = v.definition_digest
          UNION ALL
          SELECT 'template', template_id, template_version, domain, anip_spec_version FROM registry.template_versions
        ) AS f
       WHERE a.artifact_kind = f.kind AND a.artifact_id = f.id AND a.version = f.version;
      DROP FUNCTION registry.text_member(bytea, text[])`);

    // The parser takes "library.title.search" for the name of a host: its words are found only apart.
    await queryRunner.query(`
      UPDATE registry.artifact_search
         SET document = document || to_tsvector('simple', translate(search_text, './_:-', '     '))`);

    // The operator class lies where the extension does, which is for the operator to say.
    await queryRunner.query(`
      DO $$
      DECLARE
        extension_schema text;
      BEGIN
        SELECT n.nspname INTO STRICT extension_schema
          FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
        EXECUTE format('CREATE INDEX artifact_search_text_idx ON registry.artifact_search
          USING gin (search_text %I.gin_trgm_ops) WITH (gin_pending_list_limit = 256)', extension_schema);
      END $$;
      CREATE INDEX artifact_search_keywords_idx ON registry.artifact_search USING gin (keywords);
      CREATE INDEX artifact_search_domain_idx
        ON registry.artifact_search (artifact_kind, domain) WHERE domain <> '';
      CREATE INDEX template_versions_publisher_idx ON registry.template_versions (publisher_id);
      CREATE INDEX template_versions_recent_idx
        ON registry.template_versions (published_at DESC, template_id, template_version)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX registry.template_versions_recent_idx;
      DROP INDEX registry.template_versions_publisher_idx;
      DROP INDEX registry.artifact_search_domain_idx;
      DROP INDEX registry.artifact_search_keywords_idx;
      DROP INDEX registry.artifact_search_text_idx;
      ALTER TABLE registry.artifact_search DROP COLUMN search_text, DROP COLUMN spec_version, DROP COLUMN domain;
      DROP FUNCTION registry.search_text(text, text, text, text[])`);
  }
}
