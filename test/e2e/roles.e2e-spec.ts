import { escapeIdentifier } from 'pg';
import { EXPECTED_TABLES } from '../../src/audit/expected-catalog';
import { runMigrations } from '../../src/database/migration-runner';
import { audit } from '../support/audit';
import { DatabaseRoles, onConnection, type RoleKind } from '../support/database-roles';
import { publishPackage, publishTemplate, setLifecycle } from '../support/publish';
import { takeLogs, TestApp } from '../support/test-app';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database';
import { testServer } from '../support/test-server';

/** What the application role may do, and nothing else: the text of deploy/sql/roles.sql, as the database tells it. */
const APP_PRIVILEGES: Readonly<Record<string, string>> = {
  artifact_search: 'SELECT, INSERT',
  artifacts: 'SELECT, INSERT',
  audit_client_key: 'SELECT',
  audit_events: 'SELECT',
  blobs: 'SELECT, INSERT',
  downloads_daily: 'SELECT, INSERT, UPDATE (downloads)',
  migration_checksums: 'SELECT',
  migrations: 'SELECT',
  package_lifecycle:
    'SELECT, INSERT, UPDATE (reason, replacement_package_id, replacement_package_version, revision, status, updated_at, updated_by)',
  package_lifecycle_history: 'SELECT, INSERT',
  package_version_stats: 'SELECT, INSERT, UPDATE (download_count)',
  package_versions: 'SELECT, INSERT',
  receipts: 'SELECT, INSERT',
  signing_keys: 'SELECT, INSERT',
  template_version_stats: 'SELECT, INSERT, UPDATE (download_count)',
  template_versions: 'SELECT, INSERT',
};

const SIGNED_COLUMNS = [
  'blobs.content',
  'artifacts.artifact_id',
  'package_versions.manifest_digest',
  'package_versions.publisher_id',
  'receipts.signature',
  'signing_keys.public_key',
  'template_versions.template_digest',
  'package_version_stats.published_at',
  'package_lifecycle.package_id',
  'package_lifecycle_history.reason',
  'downloads_daily.day',
  'artifact_search.title',
] as const;

const FORBIDDEN = [
  ...SIGNED_COLUMNS.map((column) => {
    const [table = '', name = ''] = column.split('.');
    return `UPDATE registry.${table} SET ${name} = ${name}`;
  }),
  ...EXPECTED_TABLES.flatMap((table) => [`DELETE FROM registry.${table}`, `TRUNCATE registry.${table}`]),
  'INSERT INTO registry.migrations (timestamp, name) VALUES (1, $$Made1$$)',
  'DROP TABLE registry.receipts',
  'DROP SCHEMA registry CASCADE',
  'ALTER TABLE registry.receipts DISABLE TRIGGER receipts_immutable',
  'INSERT INTO registry.audit_events (sequence, event, previous_hash, hash) VALUES (9, $${}$$, $$$$, $$$$)',
  'CREATE TABLE registry.mine ()',
  'CREATE TABLE public.mine ()',
  'CREATE TEMPORARY TABLE mine ()',
  'CREATE SCHEMA mine',
  'CREATE FUNCTION registry.mine() RETURNS int LANGUAGE sql AS $$SELECT 1$$',
  'CREATE ROLE mine',
  'SET session_replication_role = replica',
] as const;

describe('deploy/sql/roles.sql', () => {
  let database: TestDatabase;
  let roles: DatabaseRoles;
  let app: TestApp;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    roles = new DatabaseRoles(database.superuserUrl);
    await roles.apply();
    await roles.setPasswords();
    await runMigrations(roles.url('owner'), () => undefined);
    app = await TestApp.start({ database, databaseUrl: roles.url('app') });
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
    await roles.drop(testServer().superuserUrl);
  });

  const refusal = (kind: RoleKind, sql: string): Promise<string> =>
    onConnection(roles.url(kind), (client) =>
      client.query(sql).then(
        () => 'done',
        (error: unknown) => String((error as { code?: unknown }).code),
      ),
    );

  it('keeps a replica out of service when it was not run again after the first migration', async () => {
    const readyz = await app.anonymous().get('/readyz');
    expect(readyz).toHaveStatus(503);
    expect(readyz.body).toMatchObject({ migration: { applied: true } });
    expect(JSON.stringify(takeLogs())).toContain('permission denied for table signing_keys');

    expect(await roles.apply()).toEqual([]);
    expect(await app.anonymous().get('/readyz')).toHaveStatus(200);
  });

  it('gives the application role exactly what it needs, however often it is run', async () => {
    expect(Object.keys(APP_PRIVILEGES)).toEqual(EXPECTED_TABLES);
    expect(await privileges(roles.name('app'))).toEqual(APP_PRIVILEGES);
    await roles.apply();
    expect(await privileges(roles.name('app'))).toEqual(APP_PRIVILEGES);
  });

  it('lets the service do all that it does', async () => {
    await publishPackage(app, 'least-privilege');
    await publishPackage(app, 'least-privilege', '1.1.0');
    await publishTemplate(app, 'least-template');
    const path = '/packages/least-privilege/1.0.0';
    for (const read of ['', '/receipt', '/lock', '/download']) {
      expect(await app.anonymous().get(path + read)).toHaveStatus(200);
    }
    for (const read of ['/publications', '/publications?q=privilege', '/templates?q=least', '/keys', '/readyz']) {
      expect(await app.anonymous().get(read)).toHaveStatus(200);
    }
    expect(await app.anonymous().get('/templates/least-template/1.0.0/download')).toHaveStatus(200);
    for (const page of ['/registry/packages', '/registry/packages/least-privilege/1.0.0', '/registry/keys']) {
      expect(await app.anonymous().getPage(page)).toHaveStatus(200);
    }
    await setLifecycle(app, 'least-privilege', '1.0.0', 'yanked');
    expect(await app.anonymous().get(`${path}/download`)).toHaveStatus(410);
    expect((await app.anonymous().get(path)).body).toMatchObject({
      download_count: 1,
      lifecycle: { status: 'yanked' },
    });
    expect(takeLogs().filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each(FORBIDDEN)('refuses the application role: %s', async (sql) => {
    expect(await refusal('app', sql)).toBe('42501');
  });

  it('lets the service ask how far servers are, which reading from standbys takes', async () => {
    const sql = `SELECT pg_is_in_recovery(), pg_current_wal_insert_lsn(), pg_last_wal_replay_lsn(), timeline_id
      FROM pg_control_checkpoint(), pg_control_recovery(), pg_control_system()`;
    expect(await refusal('app', sql)).toBe('done');
  });

  it('does not let one role become another', async () => {
    expect(await refusal('app', `SET ROLE ${escapeIdentifier(roles.name('owner'))}`)).toBe('42501');
    expect(await refusal('reader', `SET ROLE ${escapeIdentifier(roles.name('app'))}`)).toBe('42501');
  });

  it('lets the reader audit, and write nothing', async () => {
    const { exitCode, report } = await audit(roles.url('reader'));
    expect(report).toMatchObject({ status: 'clean', checked: { packages: 2, templates: 1 } });
    expect(exitCode).toBe(0);
    const expected = Object.fromEntries(EXPECTED_TABLES.map((table) => [table, 'SELECT']));
    expect(await privileges(roles.name('reader'))).toEqual(expected);
    for (const kind of ['reader', 'monitor'] as const) {
      expect(await refusal(kind, `SELECT registry.append_audit_events(ARRAY['{}'])`)).toBe('42501');
    }
  });

  it('lets the monitor see sessions and sizes, and not one row', async () => {
    const session = `SELECT 1 / count(*) FROM pg_stat_activity WHERE usename = '${roles.name('app')}' AND query = 'SELECT 7'`;
    await onConnection(roles.url('app'), async (client) => {
      await client.query('SELECT 7');
      expect(await refusal('monitor', session)).toBe('done');
      expect(await refusal('reader', session)).toBe('22012');
    });
    expect(await refusal('monitor', `SELECT pg_total_relation_size('registry.blobs')`)).toBe('done');
    expect(await refusal('monitor', 'SELECT FROM registry.blobs')).toBe('42501');
    expect(await privileges(roles.name('monitor'))).toEqual({});
  });

  it('lets a table of a later migration be read at once, and written only when it is named', async () => {
    await onConnection(roles.url('owner'), (client) => client.query('CREATE TABLE registry.later (id int)'));
    expect(await refusal('reader', 'SELECT FROM registry.later')).toBe('done');
    expect(await refusal('app', 'SELECT FROM registry.later')).toBe('done');
    expect(await refusal('app', 'INSERT INTO registry.later VALUES (1)')).toBe('42501');
    await onConnection(roles.url('owner'), (client) => client.query('DROP TABLE registry.later'));
  });

  it('keeps everybody else out of the database', async () => {
    expect(await connects(database.url)).toBe('done');
    const stranger = new URL(database.superuserUrl);
    const name = roles.name('app').replace('_app', '_stranger');
    await onConnection(database.superuserUrl, (client) => client.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x'`));
    try {
      expect(await connects(Object.assign(stranger, { username: name, password: 'x' }).href)).toBe('42501');
    } finally {
      await onConnection(database.superuserUrl, (client) => client.query(`DROP ROLE ${name}`));
    }
  });

  it('can be run by who owns the database and may create roles, as on managed services', async () => {
    const managed = await createEmptyDatabase();
    const admin = `${roles.name('app')}_admin`;
    const adminUrl = new URL(managed.superuserUrl);
    Object.assign(adminUrl, { username: admin, password: 'x' });
    const managedRoles = new DatabaseRoles(adminUrl.href);
    await onConnection(managed.superuserUrl, async (client) => {
      await client.query(`CREATE ROLE ${admin} LOGIN CREATEROLE PASSWORD 'x'`);
      await client.query(`ALTER DATABASE ${new URL(managed.url).pathname.slice(1)} OWNER TO ${admin}`);
    });
    try {
      const warning = `the role "${managedRoles.name('monitor')}" sees its own sessions only: ${admin} may not grant pg_monitor`;
      expect(await managedRoles.apply()).toEqual([warning]);
      await managedRoles.setPasswords();
      await runMigrations(managedRoles.url('owner'), () => undefined);
      expect(await managedRoles.apply()).toEqual([warning]);
      expect(await privileges(managedRoles.name('app'), managed)).toEqual(APP_PRIVILEGES);
    } finally {
      await managed.drop();
      await managedRoles.drop(testServer().superuserUrl);
      await onConnection(database.superuserUrl, (client) => client.query(`DROP ROLE ${admin}`));
    }
  });

  describe('refuses, and changes nothing,', () => {
    const refused = async (sql: string, undo: string): Promise<string> =>
      onConnection(database.superuserUrl, async (client) => {
        await client.query(sql);
        try {
          return await roles.apply().then(
            () => 'applied',
            (error: unknown) => String(error),
          );
        } finally {
          await client.query(undo);
          expect(await privileges(roles.name('app'))).toEqual(APP_PRIVILEGES);
        }
      });

    it('an application role that is a superuser', async () => {
      const app = roles.name('app');
      expect(await refused(`ALTER ROLE ${app} SUPERUSER`, `ALTER ROLE ${app} NOSUPERUSER`)).toContain(
        `the role "${app}" is a superuser`,
      );
    });

    it('an application role that is a member of the owner', async () => {
      const [owner, app] = [roles.name('owner'), roles.name('app')];
      expect(await refused(`GRANT ${owner} TO ${app}`, `REVOKE ${owner} FROM ${app}`)).toContain(
        `the role "${app}" is a member of "${owner}"`,
      );
    });

    it('an application role that may delete by another role', async () => {
      const app = roles.name('app');
      expect(await refused(`GRANT pg_write_all_data TO ${app}`, `REVOKE pg_write_all_data FROM ${app}`)).toContain(
        `${app} may DELETE registry.artifact_search`,
      );
    });

    it('tables of another owner', async () => {
      expect(
        await refused(
          'ALTER TABLE registry.receipts OWNER TO CURRENT_USER',
          `ALTER TABLE registry.receipts OWNER TO ${roles.name('owner')}`,
        ),
      ).toContain(`the table receipts of `);
    });

    it('one role in two parts', async () => {
      const same = { app: roles.name('app'), reader: roles.name('app') };
      await expect(new DatabaseRoles(database.superuserUrl, same).apply()).rejects.toThrow('must be four roles');
    });
  });

  /** By table: the privileges of the role, of whole tables and then of columns. */
  async function privileges(role: string, { superuserUrl } = database): Promise<Record<string, string>> {
    const rows = await onConnection(superuserUrl, async (client) => {
      const found = await client.query<{ table: string; privileges: string }>(
        `SELECT c.relname AS table, concat_ws(', ', whole.privileges, columns.privileges) AS privileges
           FROM pg_class c,
                LATERAL (SELECT string_agg(p.name, ', ' ORDER BY p.place) AS privileges
                           FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'])
                                WITH ORDINALITY AS p (name, place)
                          WHERE has_table_privilege($1, c.oid, p.name)) AS whole,
                LATERAL (SELECT 'UPDATE (' || string_agg(a.attname, ', ' ORDER BY a.attname COLLATE "C") || ')' AS privileges
                           FROM pg_attribute a
                          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT has_table_privilege($1, c.oid, 'UPDATE')
                            AND has_column_privilege($1, c.oid, a.attnum, 'UPDATE')) AS columns
          WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'r' ORDER BY c.relname COLLATE "C"`,
        [role],
      );
      return found.rows;
    });
    return Object.fromEntries(
      rows.filter(({ privileges }) => privileges !== '').map(({ table, privileges }) => [table, privileges]),
    );
  }
});

async function connects(url: string): Promise<string> {
  return onConnection(url, () => Promise.resolve('done')).catch((error: unknown) =>
    String((error as { code?: unknown }).code),
  );
}
