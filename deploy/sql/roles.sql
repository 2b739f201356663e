-- Least privilege for a database of the Registry's own, on PostgreSQL 13 or later. Four roles:
--
--   owner    owns the schema and applies migrations; no service runs as it
--   app      serves: reads, appends, changes counters and lifecycles. No DDL, no DELETE, no TRUNCATE
--   reader   anip-registry audit and pg_dump: reads every row, writes none
--   monitor  statistics of the server and sizes of tables; reads no row of the Registry
--
-- Run it as a superuser, or as a role that owns the database and may create roles (what managed services give), before
-- the first migration, again after it, and after every upgrade that brought a migration. It is one transaction and ends
-- with the same privileges however often it is run: it may be run beside the service at any time.
--
--   psql "$ADMIN_URL" -X -v ON_ERROR_STOP=1 -v owner=anip_registry_owner -v app=anip_registry_app \
--        -v reader=anip_registry_reader -v monitor=anip_registry_monitor -f deploy/sql/roles.sql
--
-- There is no psql command in it, and the four names are all that is substituted. For any other client:
--
--   sed -E "s/:'(owner|app|reader|monitor)'/'anip_registry_\1'/" deploy/sql/roles.sql
--
-- New roles can log in and have no password: set one with ALTER ROLE, or let the server know them otherwise.

BEGIN;

SELECT set_config('anip_registry.owner', :'owner', true);
SELECT set_config('anip_registry.app', :'app', true);
SELECT set_config('anip_registry.reader', :'reader', true);
SELECT set_config('anip_registry.monitor', :'monitor', true);

-- The roles. One that is there already is kept as it is, and refused when it may do more than its part.
DO $$
DECLARE
  owner text := current_setting('anip_registry.owner');
  names text[] := ARRAY[owner, current_setting('anip_registry.app'), current_setting('anip_registry.reader'),
                        current_setting('anip_registry.monitor')];
  name text;
BEGIN
  IF (SELECT count(DISTINCT given) FROM unnest(names) AS given) < 4 THEN
    RAISE EXCEPTION 'owner, app, reader and monitor must be four roles, not %', array_to_string(names, ', ');
  END IF;
  FOREACH name IN ARRAY names LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', name);
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = name
                AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)) THEN
      RAISE EXCEPTION 'the role "%" is a superuser, or may create roles or databases, replicate, or bypass row security', name
        USING HINT = 'Take that from it with ALTER ROLE, or name another role.';
    END IF;
    IF name <> owner AND pg_has_role(name, owner, 'MEMBER') THEN
      RAISE EXCEPTION 'the role "%" is a member of "%", who owns the tables and may do anything to them', name, owner
        USING HINT = format('REVOKE %I FROM %I, or name another role.', owner, name);
    END IF;
  END LOOP;
  -- Privileges on a table are given by its owner, or by who may act for the owner.
  IF NOT pg_has_role(owner, 'USAGE') THEN
    EXECUTE format('GRANT %I TO CURRENT_USER', owner);
  END IF;
  BEGIN
    EXECUTE format('GRANT pg_monitor TO %I', current_setting('anip_registry.monitor'));
  EXCEPTION WHEN insufficient_privilege THEN
    RAISE WARNING 'the role "%" sees its own sessions only: % may not grant pg_monitor',
      current_setting('anip_registry.monitor'), current_user;
  END;
END $$;

-- The search needs pg_trgm. It is a trusted extension, which the owner of the database may create; made here, it asks no
-- right on the database of the role that migrates.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The database and the schema: nobody but these roles connects, and nobody but the owner creates anything.
DO $$
DECLARE
  owner text := current_setting('anip_registry.owner');
  others text := format('%I, %I, %I', current_setting('anip_registry.app'), current_setting('anip_registry.reader'),
                        current_setting('anip_registry.monitor'));
  foreign_table text;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC, %s', current_database(), others);
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I, %s', current_database(), owner, others);
  IF to_regnamespace('public') IS NOT NULL THEN
    EXECUTE format('REVOKE CREATE ON SCHEMA public FROM PUBLIC, %s', others);
  END IF;
  EXECUTE format('CREATE SCHEMA IF NOT EXISTS registry AUTHORIZATION %I', owner);
  SELECT format('%s %I of "%s"', 'the table', c.relname, pg_get_userbyid(c.relowner)) INTO foreign_table
    FROM pg_class c
   WHERE c.relnamespace = to_regnamespace('registry') AND c.relkind IN ('r', 'p')
     AND c.relowner <> (SELECT oid FROM pg_roles WHERE rolname = owner)
   UNION ALL
  SELECT format('the schema of "%s"', pg_get_userbyid(nspowner))
    FROM pg_namespace
   WHERE nspname = 'registry' AND nspowner <> (SELECT oid FROM pg_roles WHERE rolname = owner)
   LIMIT 1;
  IF foreign_table IS NOT NULL THEN
    RAISE EXCEPTION 'in the schema registry, % does not belong to the role "%"', foreign_table, owner
      USING HINT = 'Name the role that applied the migrations as owner, or hand everything over with ALTER ... OWNER TO.';
  END IF;
  EXECUTE format('REVOKE ALL ON SCHEMA registry FROM PUBLIC, %s', others);
  EXECUTE format('GRANT USAGE ON SCHEMA registry TO %s', others);
END $$;

-- The tables. What was signed is only ever added; of what changes, the columns that change can be updated. A table that
-- is not there yet is passed over; a table that is not named here (of a later migration) is not written to.
DO $$
DECLARE
  app text := current_setting('anip_registry.app');
  reader text := current_setting('anip_registry.reader');
  others text := format('%I, %I, %I', app, reader, current_setting('anip_registry.monitor'));
  granted record;
BEGIN
  EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA registry FROM PUBLIC, %s', others);
  EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA registry FROM PUBLIC, %s', others);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA registry TO %I', reader);
  -- pg_dump reads how far the numbering of identity columns is.
  EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA registry TO %I', reader);
  FOR granted IN
    SELECT * FROM (VALUES
      ('artifacts',                 'SELECT, INSERT'),
      ('artifact_search',           'SELECT, INSERT'),
      ('audit_client_key',          'SELECT'),
      ('audit_events',              'SELECT'), -- added to by registry.append_audit_events alone, see below
      ('blobs',                     'SELECT, INSERT'),
      ('downloads_daily',           'SELECT, INSERT, UPDATE (downloads)'),
      ('migration_checksums',       'SELECT'),
      ('migrations',                'SELECT'),
      ('package_lifecycle',         'SELECT, INSERT, UPDATE (status, reason, replacement_package_id, '
                                    'replacement_package_version, updated_at, updated_by, revision)'),
      ('package_lifecycle_history', 'SELECT, INSERT'), -- the latter by the trigger on package_lifecycle
      ('package_version_stats',     'SELECT, INSERT, UPDATE (download_count)'),
      ('package_versions',          'SELECT, INSERT'),
      ('receipts',                  'SELECT, INSERT'),
      ('signing_keys',              'SELECT, INSERT'),
      ('template_version_stats',    'SELECT, INSERT, UPDATE (download_count)'),
      ('template_versions',         'SELECT, INSERT')
    ) AS wanted (table_name, privileges)
    WHERE to_regclass('registry.' || table_name) IS NOT NULL
  LOOP
    EXECUTE format('GRANT %s ON registry.%I TO %I', granted.privileges, granted.table_name, app);
  END LOOP;
END $$;

-- The audit trail: whoever may call this function can add events to its end, and nobody can do anything else to it.
DO $$
DECLARE
  app text := current_setting('anip_registry.app');
BEGIN
  IF to_regprocedure('registry.append_audit_events(text[])') IS NOT NULL THEN
    EXECUTE format('REVOKE ALL ON FUNCTION registry.append_audit_events(text[]) FROM PUBLIC, %I, %I',
                   current_setting('anip_registry.reader'), current_setting('anip_registry.monitor'));
    EXECUTE format('GRANT EXECUTE ON FUNCTION registry.append_audit_events(text[]) TO %I', app);
  END IF;
END $$;

-- The tables of later migrations: backups and audits have them at once, and the service may read them. What it writes is
-- given above, by name: run this file again after the migration.
DO $$
DECLARE
  owner text := current_setting('anip_registry.owner');
  app text := current_setting('anip_registry.app');
  reader text := current_setting('anip_registry.reader');
BEGIN
  EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA registry GRANT SELECT ON TABLES TO %I, %I',
                 owner, app, reader);
  EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA registry GRANT SELECT ON SEQUENCES TO %I',
                 owner, reader);
END $$;

-- Whatever a role has from elsewhere counts as well: through another role that it is a member of, or a grant to PUBLIC.
DO $$
DECLARE
  app text := current_setting('anip_registry.app');
  reader text := current_setting('anip_registry.reader');
  monitor text := current_setting('anip_registry.monitor');
  excess text;
BEGIN
  SELECT string_agg(format('%s may %s registry.%s', r.name, p.privilege, c.relname), ', ' ORDER BY r.name, c.relname)
    INTO excess
    FROM (VALUES (app, 'UPDATE'), (app, 'DELETE'), (app, 'TRUNCATE'), (app, 'TRIGGER'), (reader, 'INSERT'),
                 (reader, 'UPDATE'), (reader, 'DELETE'), (reader, 'TRUNCATE'), (reader, 'TRIGGER'),
                 (monitor, 'SELECT'), (monitor, 'INSERT'), (monitor, 'UPDATE'), (monitor, 'DELETE'),
                 (monitor, 'TRUNCATE'), (monitor, 'TRIGGER')) AS p (role_name, privilege)
    JOIN (VALUES (app), (reader), (monitor)) AS r (name) ON r.name = p.role_name
    JOIN pg_class c ON c.relnamespace = to_regnamespace('registry') AND c.relkind IN ('r', 'p')
   WHERE has_table_privilege(r.name, c.oid, p.privilege);
  IF excess IS NOT NULL THEN
    RAISE EXCEPTION 'a role has more than its part: %', excess
      USING HINT = 'Look for what it is a member of (\du in psql) and take that from it.';
  END IF;
END $$;

COMMIT;
