import request from 'supertest';
import { publishPackage } from '../../support/publish';
import { PUBLISH_TOKEN, takeLogs, TestApp } from '../../support/test-app';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const API = '/registry-api/v1';
const EVIL = 'evil.example';
/** Everything that a proxy is known to say about a client. */
const FORGED = {
  Forwarded: `for=203.0.113.9;host=${EVIL};proto=https`,
  'X-Forwarded-For': '203.0.113.9',
  'X-Forwarded-Host': EVIL,
  'X-Forwarded-Port': '444',
  'X-Forwarded-Prefix': `/${EVIL}`,
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Scheme': 'https',
  'X-Forwarded-Server': EVIL,
  'X-Host': EVIL,
  'X-Original-Host': EVIL,
  'X-Original-URL': '/registry-api/v1/keys',
  'X-Real-IP': '203.0.113.9',
  'X-Rewrite-URL': '/registry-api/v1/keys',
  'X-HTTP-Method-Override': 'DELETE',
};
/** Every answer that is made of absolute addresses. */
const ADDRESSES = [
  `${API}/packages/addressed/1.0.0/lock`,
  `${API}/publications?limit=1`,
  '/registry/packages',
  '/registry/packages/addressed/1.0.0',
  '/registry/packages.atom',
  '/registry/nothing',
  '/',
];

describe('forwarded headers', () => {
  let database: TestDatabase;
  let app: TestApp;

  /** The connection's own address, loopback, is then a stranger's. */
  const trusting = (trusted: string, more: Record<string, string> = {}): Promise<TestApp> =>
    TestApp.start({ database, env: { ANIP_REGISTRY_TRUST_PROXY: trusted, ...more } });

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await trusting('10.0.0.0/8', {
      ANIP_REGISTRY_PUBLISH_RATE: '4/60m',
      ANIP_REGISTRY_AUTH_FAILURE_RATE: '2/60m',
    });
    for (const id of ['addressed', 'second']) await publishPackage(app, id);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  async function answerOf(path: string, headers: Readonly<Record<string, string>>, to = app): Promise<string> {
    const answer = await request(to.origin)
      .get(path)
      .redirects(0)
      .set({ Host: 'own.example', ...headers });
    const { 'x-request-id': id, ...kept } = answer.headers as Record<string, string>;
    return JSON.stringify([answer.status, { ...kept, date: '' }, answer.text]).replaceAll(String(id), '');
  }

  it.each(ADDRESSES)('of strangers change nothing in the answer to %s', async (path) => {
    expect(await answerOf(path, FORGED)).toBe(await answerOf(path, {}));
  });

  it('of strangers are not logged', async () => {
    takeLogs();
    for (const path of ADDRESSES) await answerOf(path, FORGED);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const logs = takeLogs();
    expect(logs.filter(({ message }) => message === 'request completed')).toHaveLength(ADDRESSES.length);
    expect(JSON.stringify(logs)).not.toMatch(/evil|203\.0\.113\.9/);
  });

  it('of strangers win no further tries: their limit is that of the connection', async () => {
    const publish = (token: string, address: string): request.Test =>
      request(app.origin)
        .post(`${API}/publications`)
        .set({ Authorization: `Bearer ${token}`, 'X-Forwarded-For': address, 'X-Real-IP': address })
        .send({});
    // Two of the four publishes have been used above.
    const publishes = [];
    for (let n = 1; n <= 3; n += 1) publishes.push((await publish(PUBLISH_TOKEN, `203.0.113.${n}`)).status);
    expect(publishes).toEqual([400, 400, 429]);
    const guesses = [];
    for (let n = 1; n <= 3; n += 1) guesses.push((await publish(`guess-${n}`, `203.0.113.${n}`)).status);
    expect(guesses).toEqual([401, 401, 429]);
  });

  it('a number of hops counts from the connection: what a client wrote further out is passed over', async () => {
    const behind = await trusting('1', { ANIP_REGISTRY_AUTH_FAILURE_RATE: '1/60m' });
    const guess = (forwardedFor: string): request.Test =>
      request(behind.origin)
        .post(`${API}/publications`)
        .set({ Authorization: 'Bearer guess', 'X-Forwarded-For': forwardedFor });
    expect(await guess('203.0.113.1, 192.0.2.1')).toHaveStatus(401);
    expect(await guess('203.0.113.2, 192.0.2.1')).toHaveStatus(429);
    expect(await guess('192.0.2.1, 192.0.2.2')).toHaveStatus(401);
    await behind.close();
  });

  it('ANIP_REGISTRY_PUBLIC_BASE_URL wins over the Host and over a trusted proxy', async () => {
    const configured = await trusting('loopback', { ANIP_REGISTRY_PUBLIC_BASE_URL: 'https://registry.example.com' });
    for (const path of ADDRESSES) {
      const answer = await answerOf(path, FORGED, configured);
      expect(answer).toBe(await answerOf(path, { Host: 'other.example' }, configured));
      expect(answer).not.toMatch(/evil|own\.example/);
    }
    expect(await answerOf(ADDRESSES[0] ?? '', {}, configured)).toContain(
      'https://registry.example.com/registry-api/v1',
    );
    await configured.close();
  });

  it('of a trusted proxy do count, or these tests prove nothing', async () => {
    const behind = await trusting('loopback');
    for (const path of ADDRESSES.slice(0, 5)) expect(await answerOf(path, FORGED, behind)).toContain(`https://${EVIL}`);
    await behind.close();
  });
});
