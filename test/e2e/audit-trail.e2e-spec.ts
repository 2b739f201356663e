import { createHash } from 'node:crypto';
import { MIGRATIONS } from '../../migrations';
import { recordStart } from '../../src/audit-trail/record-start';
import { loadConfig } from '../../src/config/config';
import { tokenId } from '../../src/core/audit-trail/identifiers';
import { withFirstConnection } from '../../src/database/await-database';
import { createDataSource } from '../../src/database/data-source';
import { runMigrations } from '../../src/database/migration-runner';
import { ANIP_REGISTRY, audit } from '../support/audit';
import { Vandal } from '../support/damaged-store';
import { samplePackage } from '../support/demo-requests';
import { publishPackage, publishTemplate, setLifecycle } from '../support/publish';
import { runCli } from '../support/run-cli';
import { sampleTemplate } from '../support/sample-template';
import { TcpProxy } from '../support/tcp-proxy';
import { ADMIN_TOKEN, PUBLISH_TOKEN, TestApp } from '../support/test-app';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/test-database';
import { until } from '../support/until';
import { insertWholePackage } from './database/rows';

jest.setTimeout(60_000);

interface Event {
  readonly action: string;
  readonly outcome: string;
  readonly code?: string;
  readonly token_id?: string;
  readonly request_id?: string;
  readonly actor: Readonly<Record<string, string>>;
  readonly client?: Readonly<Record<string, string>>;
  readonly target?: Readonly<Record<string, string>>;
  readonly details?: Readonly<Record<string, unknown>>;
}

async function eventsOf(app: TestApp): Promise<Event[]> {
  const rows = await app.sql<{ event: string }>('SELECT event FROM registry.audit_events ORDER BY sequence');
  return rows.map(({ event }) => JSON.parse(event) as Event);
}

/** Refusals are written some time after their answers, repetitions as one event with their number. */
async function untilWritten(app: TestApp, holds: (event: Event) => boolean, times = 1): Promise<Event[]> {
  let found: Event[] = [];
  await until(async () => {
    found = (await eventsOf(app)).filter(holds);
    return found.reduce((sum, { details }) => sum + Number(details?.count ?? 1), 0) >= times;
  }, 'the events');
  return found;
}

describe('the audit trail', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('begins with a start that says what the store held, its migration and later ones, and the signing key', async () => {
    const [start, migration, ...others] = await eventsOf(app);
    expect(start).toMatchObject({ action: 'trail.start', details: { packages: 0, templates: 0 } });
    expect(migration).toMatchObject({ action: 'migration.apply', target: { id: 'CreateAuditEvents1764001100000' } });
    const [key] = others.filter(({ action }) => action !== 'migration.apply');
    expect(key).toMatchObject({ action: 'signing_key.register', actor: { type: 'system' } });
  });

  it('has what was published and changed when that is answered, and who did it', async () => {
    const answer = await app
      .publisher()
      .publishPackage(samplePackage({ package_id: 'told', package_version: '1.0.0' }))
      .set('X-Request-Id', 'trace-1')
      .set('User-Agent', 'anip-test/1');
    expect(answer).toHaveStatus(201);
    await publishTemplate(app, 'told-template');
    await setLifecycle(app, 'told', '1.0.0', 'deprecated');
    const [published, template, lifecycle] = (await eventsOf(app)).slice(-3);
    expect(published).toEqual({
      action: 'package.publish',
      actor: { type: 'publisher', publisher_id: 'local-registry', publisher_type: 'local' },
      client: {
        address: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        user_agent: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      },
      details: expect.objectContaining({ key_id: expect.any(String) as string }) as object,
      outcome: 'accepted',
      request_id: 'trace-1',
      target: { kind: 'package', id: 'told', version: '1.0.0' },
      time: expect.any(String) as string,
      token_id: tokenId(PUBLISH_TOKEN),
    });
    expect(template).toMatchObject({ action: 'template.publish', target: { id: 'told-template', version: '1.0.0' } });
    expect(lifecycle).toMatchObject({
      action: 'package.lifecycle',
      actor: { type: 'admin' },
      token_id: tokenId(ADMIN_TOKEN),
      details: { from: 'active', to: 'deprecated', revision: 1 },
    });
    expect(lifecycle?.client?.address).toBe(published?.client?.address);
  });

  it('has refusals, repetitions joined, with nothing of the body but its names', async () => {
    await publishPackage(app, 'there');
    const again = samplePackage({ package_id: 'there', package_version: '1.0.0' });
    expect(await app.publisher().publishPackage(again)).toHaveStatus(409);
    expect(await app.publisher().publishTemplate({ ...sampleTemplate('a b'), template_id: 'a b' })).toHaveStatus(400);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(await app.publisher('wrong-token').publishPackage(again)).toHaveStatus(401);
    }
    expect(await app.anonymous().patch('/admin/packages/there/1.0.0/lifecycle', {})).toHaveStatus(403);
    expect(await app.admin().patch('/admin/packages/there/1.0.0/lifecycle', { status: 'no' })).toHaveStatus(400);

    const wrongTokens = await untilWritten(app, ({ code }) => code === 'PUBLISH_TOKEN_INVALID', 3);
    expect(wrongTokens.reduce((sum, { details }) => sum + Number(details?.count ?? 1), 0)).toBe(3);
    expect(wrongTokens[0]).toMatchObject({
      action: 'authenticate',
      actor: { type: 'anonymous' },
      outcome: 'refused',
      token_id: tokenId('wrong-token'),
      details: { for: 'package.publish' },
    });
    expect((await untilWritten(app, ({ code }) => code === 'VERSION_EXISTS'))[0]).toMatchObject({
      action: 'package.publish',
      actor: { type: 'publisher' },
      target: { kind: 'package', id: 'there', version: '1.0.0' },
    });
    const [unnamed] = await untilWritten(
      app,
      ({ action, outcome }) => action === 'template.publish' && outcome === 'refused',
    );
    expect([unnamed?.code, unnamed?.target]).toEqual(['ARTIFACT_ID_INVALID', undefined]);
    expect(await untilWritten(app, ({ code }) => code === 'ADMIN_TOKEN_REQUIRED')).toHaveLength(1);
    expect((await untilWritten(app, ({ code }) => code === 'LIFECYCLE_INVALID'))[0]).toMatchObject({
      action: 'package.lifecycle',
      actor: { type: 'admin' },
      target: { id: 'there' },
    });
    expect(JSON.stringify(await eventsOf(app))).not.toMatch(/wrong-token|test-publish-token|127\.0\.0\.1|a b/);
  });

  it('commits with what it tells of, or neither does', async () => {
    const accepted = async () => (await eventsOf(app)).filter(({ outcome }) => outcome === 'accepted').length;
    const publish = () => app.publisher().publishPackage(samplePackage({ package_id: 'torn' }));
    const before = [await app.rowCounts(), await accepted()];

    const rename = (from: string, to: string) => app.sql(`ALTER FUNCTION registry.${from}(text[]) RENAME TO ${to}`);
    await rename('append_audit_events', 'gone');
    expect(await publish()).toHaveErrorCode('STORE_UNAVAILABLE', 503);
    await rename('gone', 'append_audit_events');
    expect([await app.rowCounts(), await accepted()]).toEqual(before);

    // Fails at the commit, when the event has been added.
    await app.sql(`CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`);
    await app.sql(`CREATE CONSTRAINT TRIGGER fail_late AFTER INSERT ON registry.audit_events
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.event LIKE '%"torn"%') EXECUTE FUNCTION public.fail()`);
    expect(await publish()).toHaveStatus(500);
    await app.sql('DROP TRIGGER fail_late ON registry.audit_events');
    expect([await app.rowCounts(), await accepted()]).toEqual(before);
    expect(await publish()).toHaveStatus(201);

    // What is told of in the background waits until it can be written.
    const refused = await untilWritten(app, ({ outcome, target }) => outcome === 'refused' && target?.id === 'torn', 2);
    expect(refused.map(({ code }) => code)).toEqual(['STORE_UNAVAILABLE', 'INTERNAL_ERROR']);
  });

  it('can be added to by nobody but who publishes, before any role was given its rights', async () => {
    const [row] = await app.sql<{ allowed: boolean }>(
      `SELECT has_function_privilege('public', 'registry.append_audit_events(text[])', 'EXECUTE') AS allowed`,
    );
    expect(row).toEqual({ allowed: false });
  });

  it('is one chain, however many publish at once', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `at-once-${index}`);
    await Promise.all(ids.map((id) => (id.endsWith('1') ? publishTemplate(app, id) : publishPackage(app, id))));
    const { exitCode, report } = await audit(app.database.url);
    expect([exitCode, report.damage]).toEqual([0, []]);
    expect(report.checked.audit_events).toBeGreaterThan(ids.length);
    const kept = ['--expect-head', String(report.audit_head)];
    await publishPackage(app, 'after-the-head');
    expect((await audit(app.database.url, { args: kept })).exitCode).toBe(0);
  });

  it('is exported as lines that prove themselves', async () => {
    const env = { ANIP_REGISTRY_DATABASE_URL: app.database.url };
    const whole = await runCli(['audit-trail', 'export'], { entry: ANIP_REGISTRY, env });
    expect(whole.exitCode).toBe(0);
    const lines = whole.stdout.trimEnd().split('\n');
    let previous = `sha256:${'0'.repeat(64)}`;
    lines.forEach((line, index) => {
      const { hash, previous_hash, sequence } = JSON.parse(line) as Record<string, unknown>;
      expect([previous_hash, sequence]).toEqual([previous, index + 1]);
      const hashed = createHash('sha256')
        .update(line.replace(`"hash":"${String(hash)}",`, ''))
        .digest('hex');
      expect(hash).toBe(`sha256:${hashed}`);
      previous = String(hash);
    });
    expect(whole.stderr).toBe(`audit-trail: head ${lines.length}:${previous}\n`);

    const after = String(lines.length - 2);
    const rest = await runCli(['audit-trail', 'export', '--after', after], { entry: ANIP_REGISTRY, env });
    expect(rest.stdout.trimEnd().split('\n')).toEqual(lines.slice(-2));
    const wrong = await runCli(['audit-trail', 'export', '--after', '-1'], { entry: ANIP_REGISTRY, env });
    expect([wrong.exitCode, wrong.stdout]).toEqual([2, '']);
  });

  it('has the configuration of a start, and no secret of it', async () => {
    const secrets = {
      ANIP_REGISTRY_DATABASE_URL: app.database.url,
      ANIP_REGISTRY_PUBLISH_TOKEN: 'a-publish-token-of-a-start',
      ANIP_REGISTRY_ADMIN_TOKEN: 'an-admin-token-of-a-start',
      ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.alloc(32, 7).toString('base64'),
    };
    const { config } = loadConfig({ ...secrets, ANIP_REGISTRY_KEY_ID: 'k-7', ANIP_REGISTRY_LIST_MAX: '77' });
    await withFirstConnection(
      app.database.url,
      () => undefined,
      (client) => recordStart(client, config, new Date()),
    );
    const started = (await eventsOf(app)).at(-1);
    expect(started).toMatchObject({ action: 'service.start', details: { listMax: 77, activeKeyId: 'k-7' } });
    for (const secret of Object.values(secrets)) expect(JSON.stringify(started)).not.toContain(secret);
  });
});

describe('the audit trail of a database that goes away', () => {
  it('leaves a 401 a 401, and has it when the database is back, at the latest at the stop', async () => {
    const database = await createTestDatabase();
    const proxy = await TcpProxy.start(database.url);
    const app = await TestApp.start({ database, databaseUrl: proxy.url });
    await publishPackage(app, 'before');
    await proxy.cut();
    expect(await app.publisher('wrong-token-1').publishPackage({})).toHaveStatus(401);
    await proxy.restore();
    await untilWritten(app, ({ token_id }) => token_id === tokenId('wrong-token-1'));

    expect(await app.publisher('wrong-token-2').publishPackage({})).toHaveStatus(401);
    await app.close();
    expect((await eventsOf(app)).at(-1)).toMatchObject({ token_id: tokenId('wrong-token-2') });
    await proxy.stop();
    await database.drop();
  });
});

describe('the migration of the audit trail', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createEmptyDatabase();
  });
  afterAll(() => database.drop());

  it('begins the trail of a store that is older with what the store holds', async () => {
    const isTrail = ({ name }: { readonly name: string }) => name.startsWith('CreateAuditEvents');
    const older = MIGRATIONS.slice(0, MIGRATIONS.findIndex(isTrail));
    await runMigrations(database.url, () => undefined, older);
    const dataSource = await createDataSource({ url: database.url, entities: [] }).initialize();
    for (const id of ['one', 'two']) await dataSource.transaction((tx) => insertWholePackage(tx, id));
    await runMigrations(database.url, () => undefined);
    const [start] = await dataSource.query<{ event: string }[]>(
      'SELECT event FROM registry.audit_events WHERE sequence = 1',
    );
    expect(JSON.parse(start?.event ?? '')).toMatchObject({
      action: 'trail.start',
      details: { packages: 2, templates: 0 },
    });
    await dataSource.destroy();
  });

  it('keeps events from being anything but added, also from who owns the table', async () => {
    await Vandal.in(database.superuserUrl, async (vandal) => {
      await vandal.sql('SET session_replication_role = origin');
      for (const sql of ['UPDATE registry.audit_events SET event = event', 'DELETE FROM registry.audit_events']) {
        await expect(vandal.sql(sql)).rejects.toThrow('is immutable');
      }
      const insert = `INSERT INTO registry.audit_events VALUES (99, '{}', 'sha256:', 'sha256:')`;
      await expect(vandal.sql(insert)).rejects.toThrow('audit_events_hash_matches');
    });
  });
});
