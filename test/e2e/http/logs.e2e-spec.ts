import request from 'supertest';
import type { JsonObject } from '../../../src/core/json/json-value';
import { samplePackage } from '../../support/demo-requests';
import { sampleTemplate } from '../../support/sample-template';
import { TcpProxy } from '../../support/tcp-proxy';
import { ADMIN_TOKEN, type LogLine, PUBLISH_TOKEN, takeLogs, TestApp } from '../../support/test-app';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const API = '/registry-api/v1';
/** What may stand in a log line about an error. */
const ERROR_MEMBERS = ['type', 'message', 'code', 'stack', 'cause'];

describe('logs', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let app: TestApp;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.start(database.url);
    app = await TestApp.start({ database, databaseUrl: proxy.url });
  });
  beforeEach(async () => {
    await app.empty();
    takeLogs();
  });
  afterAll(async () => {
    await app.close();
    await proxy.stop();
    await database.drop();
  });

  /** The lines of what was asked; the last of them is written a moment after the client has its answer. */
  async function logged(): Promise<readonly LogLine[]> {
    await new Promise((resolve) => setTimeout(resolve, 30));
    return takeLogs();
  }

  it('have one line per request, with method, route pattern, status, duration and request id', async () => {
    const answer = await app.anonymous().get('/packages/unknown/1.0.0?a=b').expect(404);
    expect(await logged()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/) as string,
        service: 'anip-registry',
        pid: process.pid,
        message: 'request completed',
        method: 'GET',
        route: `${API}/packages/:packageId/:version`,
        status: 404,
        code: 'PACKAGE_NOT_FOUND',
        duration_ms: expect.any(Number) as number,
        request_id: answer.headers['x-request-id'],
      },
    ]);
    for (const path of ['/healthz', '/publications', '/nothing']) await app.anonymous().get(path);
    await request(app.origin).options('/anything');
    expect((await logged()).map(({ method, route, status }) => [method, route, status])).toEqual([
      ['GET', `${API}/healthz`, 200],
      ['GET', `${API}/publications`, 200],
      ['GET', 'unmatched', 404],
      ['OPTIONS', 'unmatched', 204],
    ]);
  });

  it('tell of a publish, a download and a lifecycle change, with the id of their request', async () => {
    const id = 'city-library-lending';
    const answers = [
      await app.publisher().publishPackage(samplePackage()).expect(201),
      await app.publisher().publishTemplate(sampleTemplate()).expect(201),
      await app.anonymous().get(`/packages/${id}/1.0.0/download`).expect(200),
      await app.anonymous().get('/templates/sample-template/1.0.0/download').expect(200),
      await app.admin().patch(`/admin/packages/${id}/1.0.0/lifecycle`, { status: 'yanked', reason: 'x' }).expect(200),
    ];
    // A download is told by the line of its request, everything else by a line of its own.
    const lines = (await logged()).filter((line) => line.message !== 'request completed' || 'download_count' in line);
    expect(lines).toMatchObject([
      { level: 'info', message: 'package published', 'package.id': id, 'package.version': '1.0.0' },
      { level: 'info', message: 'template published', 'template.id': 'sample-template', 'template.version': '1.0.0' },
      {
        route: `${API}/packages/:packageId/:version/download`,
        'package.id': id,
        'package.version': '1.0.0',
        download_count: 1,
      },
      { status: 200, 'template.id': 'sample-template', 'template.version': '1.0.0', download_count: 1 },
      { message: 'package lifecycle changed', 'lifecycle.from': 'active', 'lifecycle.to': 'yanked' },
    ]);
    expect(lines[0]).toHaveProperty(['key.id'], 'anip-registry-dev-ed25519-v1');
    expect(lines.map(({ request_id }) => request_id)).toEqual(
      answers.map(({ headers }) => headers['x-request-id'] as string),
    );
  });

  it.each([
    ['no token', () => app.anonymous().publishPackage({}), 'unauthorized', 'PUBLISH_TOKEN_MISSING'],
    ['no JSON', () => app.publisher().publishPackage('{'), 'invalid_request', 'JSON_SYNTAX'],
    ['no identity', () => app.publisher().publishPackage({}), 'invalid_request', 'IDENTITY_REQUIRED'],
    [
      'a broken rule',
      () => app.publisher().publishPackage(samplePackage({ schema_version: 'v0' })),
      'invalid',
      'SCHEMA_VERSION_UNSUPPORTED',
    ],
    [
      'a body over the cap',
      () => app.publisher().publishPackage(' '.repeat(5_242_881)),
      'invalid_request',
      'BODY_TOO_LARGE',
    ],
  ])('tell why a publish was rejected: %s', async (_, publish, status, code) => {
    const { headers } = await publish();
    expect((await logged()).filter(({ level }) => level === 'warn')).toMatchObject([
      {
        message: 'package publish rejected',
        kind: 'package',
        publish_status: status,
        code,
        request_id: headers['x-request-id'] as string,
      },
    ]);
  });

  it('tell that a version exists', async () => {
    await app.publisher().publishTemplate(sampleTemplate()).expect(201);
    await app.publisher().publishTemplate(sampleTemplate()).expect(409);
    expect(await logged()).toContainEqual(
      expect.objectContaining({
        message: 'template publish rejected',
        publish_status: 'conflict',
        code: 'VERSION_EXISTS',
      }),
    );
  });

  describe('the request id', () => {
    it.each(['a', 'trace-1.2:3_4', '7b1f0000-aaaa-bbbb-cccc-123456789012', 'x'.repeat(128)])(
      'is the one that the caller sent: %s',
      async (sent) => {
        const answer = await app.anonymous().get('/nothing').set('X-Request-Id', sent);
        expect(answer.headers['x-request-id']).toBe(sent);
        expect(answer.body).toMatchObject({ request_id: sent });
        expect(await logged()).toMatchObject([{ request_id: sent }]);
      },
    );

    it.each(['', ' ', 'a b', 'a"b', '{"level":"fatal"}', 'x'.repeat(129), 'a;b', '\u00e4', '<script>', 'a, b'])(
      'is a new one when the caller sent what is no token: %s',
      async (sent) => {
        const answer = await app.anonymous().get('/nothing').set('X-Request-Id', sent);
        const id = answer.headers['x-request-id'];
        expect(id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(answer.body).toMatchObject({ request_id: id });
        expect(await logged()).toMatchObject([{ request_id: id }]);
      },
    );

    it('is another one for each request', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => app.anonymous().get('/healthz')));
      expect(new Set(answers.map(({ headers }) => headers['x-request-id'] as string)).size).toBe(20);
    });
  });

  describe('never have in them', () => {
    const MARKER = 'planted-marker-7319';

    /** A package with the marker in every place that a publisher fills, and requests with it in every other. */
    function plantedPackage(changes: Record<string, unknown> = {}): Record<string, unknown> {
      const { manifest, service_definition, recommended_lock } = samplePackage() as Record<string, JsonObject>;
      return samplePackage({
        readme: `${MARKER} readme`,
        manifest: { ...manifest, notes: `${MARKER} manifest`, [MARKER]: 1 },
        service_definition: { ...service_definition, notes: MARKER },
        recommended_lock: { ...recommended_lock, notes: MARKER },
        unknown_member: MARKER,
        ...changes,
      });
    }

    /** Neither as text nor as the bytes that a statement was sent with. */
    function expectNothingPlanted(lines: readonly LogLine[]): void {
      const text = JSON.stringify(lines);
      for (const form of [MARKER, Buffer.from(MARKER).join(','), Buffer.from(MARKER).toString('hex')]) {
        expect(text).not.toContain(form);
      }
      expect(text).not.toContain('"parameters"');
    }

    async function expectCleanLogs(minimum: number): Promise<void> {
      const lines = await logged();
      expect(lines.length).toBeGreaterThanOrEqual(minimum);
      expectNothingPlanted(lines);
      const text = JSON.stringify(lines);
      for (const secret of [PUBLISH_TOKEN, ADMIN_TOKEN, 'Bearer', new URL(database.url).password]) {
        expect(text).not.toContain(secret);
      }
    }

    it('tokens, headers, queries and documents, of accepted and refused requests', async () => {
      const publisher = app.publisher();
      await publisher.publishPackage(plantedPackage()).set('X-Custom', MARKER).set('Cookie', MARKER).expect(201);
      await publisher.publishPackage(plantedPackage()).expect(409);
      await publisher.publishPackage(plantedPackage({ package_id: 'b', schema_version: MARKER })).expect(400);
      await publisher.publishPackage(plantedPackage({ package_id: `b ${MARKER}` })).expect(400);
      await publisher.publishPackage(plantedPackage({ package_id: 'b', readme: 7 })).expect(400);
      await publisher.publishPackage(`{"${MARKER}":1,"${MARKER}":2}`).expect(400);
      await publisher.publishPackage(`{"a":${MARKER}}`).expect(400);
      await publisher.publishTemplate({ ...sampleTemplate(), template: { id: MARKER } }).expect(400);
      await app.publisher(MARKER).publishPackage(plantedPackage()).expect(401);
      await app.anonymous().post(`/publications?token=${MARKER}`, {}).expect(401);
      await app
        .admin()
        .patch('/admin/packages/city-library-lending/1.0.0/lifecycle', { status: 'yanked', reason: MARKER });
      await app.anonymous().get(`/publications?cursor=${MARKER}&${MARKER}=1`).expect(400);
      await app.anonymous().get(`/packages/${MARKER}/1`).expect(404);
      await app.anonymous().get(`/${MARKER}`).expect(404);
      await app.anonymous().getPage(`/registry/${MARKER}/%ff`).expect(400);
      await app.anonymous().get('/healthz').set('Host', `a ${MARKER}`).expect(400);
      await app.anonymous().get('/healthz').set('User-Agent', MARKER).set('Referer', MARKER).expect(200);
      await expectCleanLogs(17);
    });

    it.each([
      ['is cut off before the publish', 'package-exists', 503],
      ['is cut off at the statement with the documents', 'publish-package', 503],
    ])('documents, when the database %s', async (_, statement, status) => {
      proxy.watch = (bytes) => (bytes.includes(statement) ? 'cut' : 'pass');
      await app.publisher().publishPackage(plantedPackage()).expect(status);
      proxy.watch = () => 'pass';
      const lines = await logged();
      const failure = lines.find(({ level, message }) => level === 'error' && message === 'request failed');
      expect(Object.keys(failure?.err as object).filter((name) => !ERROR_MEMBERS.includes(name))).toEqual([]);
      expectNothingPlanted(lines);
    });

    it('documents, when the database refuses them with their text in its message', async () => {
      await app.sql(`CREATE FUNCTION registry.talkative() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'refused' USING DETAIL = 'Failing row contains ' || NEW.title || NEW.summary,
           HINT = NEW.summary; END $$`);
      await app.sql(`CREATE TRIGGER talkative BEFORE INSERT ON registry.artifact_search
        FOR EACH ROW EXECUTE FUNCTION registry.talkative()`);
      try {
        const manifest = { ...(samplePackage().manifest as JsonObject), name: MARKER, summary: MARKER };
        const answer = await app.publisher().publishPackage(plantedPackage({ manifest }));
        expect(answer).toHaveErrorCode('INTERNAL_ERROR', 500);
        expect(answer.text).not.toMatch(/refused|Failing row/);
        expect(answer.text).not.toContain(MARKER);
        const lines = await logged();
        const failure = lines.find(({ message }) => message === 'request failed');
        expect(failure).toMatchObject({ level: 'error', request_id: answer.headers['x-request-id'] as string });
        // What an operator needs is there: what failed, and where.
        expect(JSON.stringify(failure)).toContain('refused');
        expectNothingPlanted(lines);
      } finally {
        await app.sql('DROP FUNCTION registry.talkative() CASCADE');
      }
    });

    it('tokens and the password of the database, when the database is down', async () => {
      await proxy.cut();
      await app.publisher().publishPackage(plantedPackage()).expect(503);
      await app.anonymous().get('/readyz').expect(503);
      await app.anonymous().get('/publications').expect(503);
      await proxy.restore();
      await app.anonymous().get('/readyz').expect(200);
      await expectCleanLogs(4);
    });
  });
});
