import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/**
 * An index for words that have no three letters or digits in a row, such as one sign of Chinese, `%` or `c++`: the one
 * of three-letter pieces does not know them, and every text would have to be read. Separators, which stand in most
 * texts, are left out: they tell nothing.
 */
export class CreateSearchSigns1764001200000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    // The collation keeps the classes of characters the same everywhere, as an index needs it.
    await queryRunner.query(`
      CREATE FUNCTION registry.search_signs(content text) RETURNS text[]
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
        SELECT string_to_array(
          regexp_replace(content COLLATE "C", E'[a-zA-Z0-9 \\t\\n\\r./_:,;-]+', '', 'g'), NULL)
      $$;
      CREATE INDEX artifact_search_signs_idx ON registry.artifact_search
        USING gin (registry.search_signs(search_text)) WITH (gin_pending_list_limit = 256)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX registry.artifact_search_signs_idx;
      DROP FUNCTION registry.search_signs(text)`);
  }
}
