import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/** The search index: can be rebuilt from the blobs, and is never authoritative (data-model.md section 5). */
export class CreateArtifactSearch1764000700000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE registry.artifact_search (
        artifact_kind text NOT NULL,
        artifact_id   text COLLATE "C" NOT NULL,
        version       text COLLATE "C" NOT NULL,
        title         text NOT NULL DEFAULT '',
        summary       text NOT NULL DEFAULT '',
        keywords      text[] NOT NULL DEFAULT '{}',
        document      tsvector NOT NULL,
        CONSTRAINT artifact_search_pkey PRIMARY KEY (artifact_kind, artifact_id, version),
        CONSTRAINT artifact_search_kind CHECK (artifact_kind IN ('package', 'template'))
      );
      CREATE INDEX artifact_search_doc_idx ON registry.artifact_search USING gin (document)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE registry.artifact_search');
  }
}
