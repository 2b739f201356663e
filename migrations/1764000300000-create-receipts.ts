import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/** Exactly one signed receipt per package version, with the very bytes that were signed (data-model.md section 4). */
export class CreateReceipts1764000300000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    // encode(.., 'base64') breaks lines at 76 characters: the signature string has none.
    await queryRunner.query(`
      CREATE TABLE registry.receipts (
        package_id         text COLLATE "C" NOT NULL,
        package_version    text COLLATE "C" NOT NULL,
        receipt_id         text COLLATE "C" NOT NULL,
        payload_digest     text COLLATE "C" NOT NULL,
        key_id             text COLLATE "C" NOT NULL,
        signature          bytea NOT NULL,
        registry_signature text NOT NULL GENERATED ALWAYS AS
          ('ed25519:' || key_id || ':' || replace(encode(signature, 'base64'), E'\\n', '')) STORED,
        publisher_id       text NOT NULL,
        publisher_type     text NOT NULL,
        issued_at          timestamptz(0) NOT NULL,
        CONSTRAINT receipts_pkey           PRIMARY KEY (package_id, package_version),
        CONSTRAINT receipts_receipt_id_key UNIQUE (receipt_id),
        CONSTRAINT receipts_version_fkey   FOREIGN KEY (package_id, package_version)
          REFERENCES registry.package_versions (package_id, package_version)
          ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT receipts_payload_fkey      FOREIGN KEY (payload_digest) REFERENCES registry.blobs (digest),
        CONSTRAINT receipts_key_fkey          FOREIGN KEY (key_id)         REFERENCES registry.signing_keys (key_id),
        CONSTRAINT receipts_receipt_id_format CHECK (receipt_id ~ '^sha256:[0-9a-f]{64}$'),
        CONSTRAINT receipts_signature_length  CHECK (octet_length(signature) = 64)
      );
      CREATE INDEX receipts_key_idx ON registry.receipts (key_id);
      CREATE TRIGGER receipts_immutable BEFORE UPDATE OR DELETE ON registry.receipts
        FOR EACH ROW EXECUTE FUNCTION registry.reject_mutation();
      CREATE TRIGGER receipts_no_truncate BEFORE TRUNCATE ON registry.receipts
        FOR EACH STATEMENT EXECUTE FUNCTION registry.reject_mutation()`);

    await queryRunner.query(`
      ALTER TABLE registry.package_versions
        ADD CONSTRAINT package_has_receipt FOREIGN KEY (package_id, package_version)
        REFERENCES registry.receipts (package_id, package_version) DEFERRABLE INITIALLY DEFERRED`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE registry.package_versions DROP CONSTRAINT package_has_receipt');
    await queryRunner.query('DROP TABLE registry.receipts');
  }
}
