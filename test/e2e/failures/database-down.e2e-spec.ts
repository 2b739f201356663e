import request, { type Response } from 'supertest';
import { samplePackage } from '../../support/demo-requests';
import { publishPackage, publishTemplate } from '../../support/publish';
import { sampleTemplate } from '../../support/sample-template';
import { shapeFaults } from '../../support/schemas';
import { TcpProxy } from '../../support/tcp-proxy';
import { ADMIN_TOKEN, PUBLISH_TOKEN, TestApp } from '../../support/test-app';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { query } from '../../support/test-server';

const API = '/registry-api/v1';
const LIFECYCLE = { status: 'deprecated', reason: 'x' };

describe('a database that is down', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let app: TestApp;

  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.start(database.url);
    app = await TestApp.start({ database, databaseUrl: proxy.url });
    await publishPackage(app, 'there');
    await publishTemplate(app, 'there');
  });
  afterEach(async () => {
    await app.close();
    await proxy.stop();
    await database.drop();
  });

  /** Every route that needs the store. */
  async function askEverything(): Promise<readonly Response[]> {
    const reads = [
      `${API}/publications`,
      `${API}/publications?limit=5`,
      `${API}/packages/there`,
      `${API}/packages/there/1.0.0`,
      `${API}/packages/there/1.0.0/lock`,
      `${API}/packages/there/1.0.0/receipt`,
      `${API}/packages/there/1.0.0/download`,
      `${API}/packages/unknown/1.0.0`,
      `${API}/templates`,
      `${API}/templates/there`,
      `${API}/templates/there/1.0.0`,
      `${API}/templates/there/1.0.0/download`,
      `${API}/templates/unknown/1.0.0/download`,
      `${API}/keys`,
      '/registry/packages',
      '/registry/packages/there/1.0.0',
      '/registry/templates',
      '/registry/templates/there/1.0.0',
    ];
    const client = request(app.origin);
    return Promise.all([
      ...reads.map((path) => client.get(path)),
      client.post(`${API}/publications`).set('Authorization', `Bearer ${PUBLISH_TOKEN}`).send(samplePackage()),
      client.post(`${API}/templates`).set('Authorization', `Bearer ${PUBLISH_TOKEN}`).send(sampleTemplate()),
      client
        .patch(`${API}/admin/packages/there/1.0.0/lifecycle`)
        .set('Authorization', `Bearer ${ADMIN_TOKEN}`)
        .send(LIFECYCLE),
    ]);
  }

  it('is a 503 on every read and write, never an empty list or a 404; and is over when the database is back', async () => {
    const before = await app.rowCounts();
    await proxy.cut();
    const { password, port, username, pathname } = new URL(proxy.url);
    for (let round = 0; round < 2; round += 1) {
      for (const answer of await askEverything()) {
        expect(answer).toHaveErrorCode('STORE_UNAVAILABLE', 503);
        expect(shapeFaults('problem', answer.body)).toEqual([]);
        expect(answer.headers['retry-after']).toBe('5');
        expect(answer.headers['cache-control']).toBe('no-store');
        for (const secret of [password, port, username, pathname.slice(1), '127.0.0.1', 'ECONNREFUSED']) {
          expect(answer.text).not.toContain(secret);
        }
      }
    }
    expect(await app.rowCounts()).toEqual(before);

    await proxy.restore();
    const statuses = (await askEverything()).map(({ status }) => status);
    expect(statuses.filter((status) => ![200, 201, 404].includes(status))).toEqual([]);
    expect(statuses.filter((status) => status === 404)).toHaveLength(2);
  });

  it('is shown by readyz without a word about the connection, and not by healthz and metrics', async () => {
    await app.anonymous().get('/readyz').expect(200);
    await proxy.cut();
    const answer = await app.anonymous().get('/readyz').expect(503);
    expect(shapeFaults('readyz', answer.body)).toEqual([]);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.body).toMatchObject({ status: 'error', error: 'The store cannot be reached now; try again' });
    expect(answer.text).not.toMatch(/127\.0\.0\.1|ECONN|postgres|password|connect /i);
    await app.anonymous().get('/healthz').expect(200);
    await app.anonymous().get('/metrics').expect(200);
    await proxy.restore();
    await app.anonymous().get('/readyz').expect(200);
  });

  it('is a 503 page to a browser', async () => {
    await proxy.cut();
    const answer = await app.anonymous().getPage('/registry/packages').set('Accept', 'text/html');
    expect(answer).toHaveStatus(503);
    expect(answer.headers).toMatchObject({ 'retry-after': '5', 'content-type': 'text/html; charset=utf-8' });
    expect(answer.text).toContain('ANIP Registry');
  });

  it('does not hide what is wrong with the request itself', async () => {
    await proxy.cut();
    expect(await app.anonymous().publishPackage({})).toHaveErrorCode('PUBLISH_TOKEN_MISSING', 401);
    expect(await app.publisher().publishPackage('{')).toHaveErrorCode('JSON_SYNTAX', 400);
    expect(await app.publisher().publishPackage({})).toHaveErrorCode('IDENTITY_REQUIRED', 400);
    expect(await app.anonymous().get('/nothing')).toHaveErrorCode('ROUTE_NOT_FOUND', 404);
    expect(await app.anonymous().get('/publications?cursor=x')).toHaveErrorCode('CURSOR_INVALID', 400);
  });

  it('is not noticed when it ends the idle connections and is there again', async () => {
    for (let round = 0; round < 3; round += 1) {
      await query(
        database.superuserUrl,
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
      await app.anonymous().get('/publications').expect(200);
    }
  });
});
