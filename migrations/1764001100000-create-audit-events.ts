import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/**
 * The audit trail: events that are only ever added, each with the hash of the one before (docs/audit-trail.md). Rows
 * come in by `append_audit_events` alone, which runs as the owner: who may call it can lengthen the trail and do
 * nothing else to it.
 */
export class CreateAuditEvents1764001100000 implements Migration {
  readonly compatibility = 'expand';

  async up(queryRunner: QueryRunner): Promise<void> {
    // The members stand in the order of the canonical form, so the text is the canonical JSON of all three.
    await queryRunner.query(`
      CREATE FUNCTION registry.audit_event_hash(sequence bigint, event text, previous_hash text) RETURNS text
      LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
        SELECT 'sha256:' || encode(sha256(convert_to('{"event":' || event || ',"previous_hash":"' || previous_hash
          || '","sequence":' || sequence || '}', 'UTF8')), 'hex')
      $$;
      CREATE TABLE registry.audit_events (
        sequence      bigint NOT NULL,
        event         text COLLATE "C" NOT NULL,
        previous_hash text COLLATE "C" NOT NULL,
        hash          text COLLATE "C" NOT NULL,
        CONSTRAINT audit_events_pkey         PRIMARY KEY (sequence),
        CONSTRAINT audit_events_sequence     CHECK (sequence > 0),
        CONSTRAINT audit_events_is_object    CHECK (json_typeof(event::json) = 'object'),
        CONSTRAINT audit_events_size         CHECK (octet_length(event) <= 16384),
        CONSTRAINT audit_events_one_line     CHECK (event !~ '[[:cntrl:]]'),
        CONSTRAINT audit_events_hash_matches CHECK (hash = registry.audit_event_hash(sequence, event, previous_hash))
      );
      CREATE TRIGGER audit_events_immutable BEFORE UPDATE OR DELETE ON registry.audit_events
        FOR EACH ROW EXECUTE FUNCTION registry.reject_mutation();
      CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON registry.audit_events
        FOR EACH STATEMENT EXECUTE FUNCTION registry.reject_mutation()`);

    // Whoever has the key can find an address by trying all of them: it stays apart from the events, which are exported.
    await queryRunner.query(`
      CREATE TABLE registry.audit_client_key (
        is_only boolean NOT NULL DEFAULT true,
        key     bytea NOT NULL,
        CONSTRAINT audit_client_key_pkey   PRIMARY KEY (is_only),
        CONSTRAINT audit_client_key_single CHECK (is_only),
        CONSTRAINT audit_client_key_length CHECK (octet_length(key) = 32)
      );
      INSERT INTO registry.audit_client_key (key)
        SELECT sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
      CREATE TRIGGER audit_client_key_immutable BEFORE UPDATE OR DELETE ON registry.audit_client_key
        FOR EACH ROW EXECUTE FUNCTION registry.reject_mutation();
      CREATE TRIGGER audit_client_key_no_truncate BEFORE TRUNCATE ON registry.audit_client_key
        FOR EACH STATEMENT EXECUTE FUNCTION registry.reject_mutation()`);

    // The lock is held until the transaction ends, and whoever holds it may not fall silent with it. It is the lock of a
    // row that only the owner may lock: an advisory lock could be taken, and kept, by everybody who can connect. Each
    // statement of the body sees what has been committed before it, so the head is the newest one once the lock is there.
    // With pg_temp named last, nobody's temporary objects stand before those that are meant.
    await queryRunner.query(`
      CREATE FUNCTION registry.append_audit_events(new_events text[]) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        last_sequence bigint;
        last_hash text;
        new_event text;
      BEGIN
        PERFORM 1 FROM registry.audit_client_key FOR UPDATE;
        PERFORM set_config('idle_in_transaction_session_timeout', '4s', true);
        SELECT e.sequence, e.hash INTO last_sequence, last_hash
          FROM registry.audit_events e ORDER BY e.sequence DESC LIMIT 1;
        last_sequence := coalesce(last_sequence, 0);
        last_hash := coalesce(last_hash, 'sha256:' || repeat('0', 64));
        FOREACH new_event IN ARRAY new_events LOOP
          INSERT INTO registry.audit_events (sequence, event, previous_hash, hash)
          VALUES (last_sequence + 1, new_event, last_hash,
                  registry.audit_event_hash(last_sequence + 1, new_event, last_hash))
          RETURNING sequence, hash INTO last_sequence, last_hash;
        END LOOP;
      END $$`);

    // Only roles that publish may append: deploy/sql/roles.sql says the same, but may be run later.
    await queryRunner.query(`
      REVOKE ALL ON FUNCTION registry.append_audit_events(text[]) FROM PUBLIC;
      DO $$
      DECLARE
        publishing oid;
      BEGIN
        FOR publishing IN
          SELECT DISTINCT a.grantee FROM pg_class c, aclexplode(c.relacl) a
           WHERE c.oid = 'registry.package_versions'::regclass AND a.privilege_type = 'INSERT'
             AND a.grantee NOT IN (0, c.relowner)
        LOOP
          EXECUTE format('GRANT EXECUTE ON FUNCTION registry.append_audit_events(text[]) TO %s', publishing::regrole);
        END LOOP;
      END $$`);

    // A store that is older than its trail says so, with what it held; the id tells two trails apart from the start.
    await queryRunner.query(`
      SELECT registry.append_audit_events(ARRAY[
        '{"action":"trail.start","actor":{"type":"system"},"details":{"packages":'
        || (SELECT count(*) FROM registry.package_versions) || ',"templates":'
        || (SELECT count(*) FROM registry.template_versions) || ',"trail_id":"' || gen_random_uuid()
        || '"},"outcome":"accepted","time":"'
        || to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"}'])`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION registry.append_audit_events(text[])');
    await queryRunner.query('DROP TABLE registry.audit_events');
    await queryRunner.query('DROP TABLE registry.audit_client_key');
    await queryRunner.query('DROP FUNCTION registry.audit_event_hash(bigint, text, text)');
  }
}
