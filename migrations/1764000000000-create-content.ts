import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/** Blobs by digest and the public signing keys: what every signed row points at (data-model.md section 2). */
export class CreateContent1764000000000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION registry.reject_mutation() RETURNS trigger
      LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        RAISE EXCEPTION 'table % is immutable (% refused)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
      END $$`);

    await queryRunner.query(`
      CREATE TABLE registry.blobs (
        digest     text COLLATE "C" NOT NULL,
        content    bytea NOT NULL,
        size_bytes integer NOT NULL GENERATED ALWAYS AS (octet_length(content)) STORED,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT blobs_pkey           PRIMARY KEY (digest),
        CONSTRAINT blobs_digest_matches CHECK (digest = 'sha256:' || encode(sha256(content), 'hex')),
        CONSTRAINT blobs_size           CHECK (octet_length(content) BETWEEN 2 AND 5242880)
      );
      CREATE TRIGGER blobs_immutable BEFORE UPDATE OR DELETE ON registry.blobs
        FOR EACH ROW EXECUTE FUNCTION registry.reject_mutation();
      CREATE TRIGGER blobs_no_truncate BEFORE TRUNCATE ON registry.blobs
        FOR EACH STATEMENT EXECUTE FUNCTION registry.reject_mutation()`);

    await queryRunner.query(`
      CREATE TABLE registry.signing_keys (
        key_id     text COLLATE "C" NOT NULL,
        algorithm  text NOT NULL DEFAULT 'ed25519',
        public_key bytea NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT signing_keys_pkey              PRIMARY KEY (key_id),
        CONSTRAINT signing_keys_key_id_format     CHECK (key_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'),
        CONSTRAINT signing_keys_algorithm         CHECK (algorithm = 'ed25519'),
        CONSTRAINT signing_keys_public_key_length CHECK (octet_length(public_key) = 32)
      );
      CREATE TRIGGER signing_keys_immutable BEFORE UPDATE OR DELETE ON registry.signing_keys
        FOR EACH ROW EXECUTE FUNCTION registry.reject_mutation();
      CREATE TRIGGER signing_keys_no_truncate BEFORE TRUNCATE ON registry.signing_keys
        FOR EACH STATEMENT EXECUTE FUNCTION registry.reject_mutation()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE registry.signing_keys');
    await queryRunner.query('DROP TABLE registry.blobs');
    await queryRunner.query('DROP FUNCTION registry.reject_mutation()');
  }
}
