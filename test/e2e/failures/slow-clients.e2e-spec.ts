import { setTimeout as sleep } from 'node:timers/promises';
import { Lifetime } from '../../../src/http/lifetime';
import { RawHttp } from '../../support/raw-http';
import { sampleTemplate } from '../../support/sample-template';
import { PUBLISH_TOKEN, takeLogs, TestApp, type LogLine } from '../../support/test-app';

jest.setTimeout(60_000);

const API = '/registry-api/v1';
const POST = [
  `POST ${API}/publications HTTP/1.1`,
  'Host: localhost',
  `Authorization: Bearer ${PUBLISH_TOKEN}`,
  'Content-Length: 1000',
];

/** Writes a little every now and then, until the server has had enough of it. */
async function drip(connection: RawHttp, text: string): Promise<void> {
  while (await connection.write(text)) await sleep(50);
}

async function ended(connection: RawHttp): Promise<void> {
  while (!connection.isOver) await sleep(20);
}

describe('clients that take their time', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({
      env: {
        ANIP_REGISTRY_HEADERS_TIMEOUT: '300ms',
        ANIP_REGISTRY_REQUEST_TIMEOUT: '600ms',
        ANIP_REGISTRY_KEEP_ALIVE_TIMEOUT: '300ms',
      },
    });
  });
  afterAll(() => app.close());
  beforeEach(() => takeLogs());
  afterEach(async () => {
    expect(app.app.get(Lifetime).openRequests()).toEqual([]);
    expect(await connectionCount(app)).toBe(0);
  });

  it('are cut while they drip headers, with a 408 that says so', async () => {
    const connection = await RawHttp.open(app.port);
    await connection.write(`GET ${API}/healthz HTTP/1.1\r\nHost: localhost\r\n`);
    const dripping = drip(connection, 'X-More: 1\r\n');
    const answer = await connection.answer();
    expect([answer.status, answer.headers.connection]).toEqual([408, 'close']);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'REQUEST_TIMEOUT', status: 408 });
    await dripping;
    expect(linesOf('request could not be read')).toMatchObject([{ code: 'REQUEST_TIMEOUT' }]);
  });

  it('are cut while they drip a body, with a 408, and nothing is published', async () => {
    const before = await app.rowCounts();
    const connection = await RawHttp.open(app.port);
    connection.head(...POST);
    const dripping = drip(connection, ' ');
    const answer = await connection.answer();
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'REQUEST_TIMEOUT', status: 408 });
    await dripping;
    expect(await app.rowCounts()).toEqual(before);
    const completed = linesOf('request completed').filter(({ method }) => method === 'POST');
    expect(completed).toMatchObject([{ status: 408, code: 'REQUEST_TIMEOUT', route: `${API}/publications` }]);
    expect(completed[0]?.request_id).toBe(answer.headers['x-request-id']);
  });

  it('are cut when they open a connection and say nothing, and when they keep one without using it', async () => {
    const silent = await RawHttp.open(app.port);
    const idle = await RawHttp.open(app.port);
    idle.head(`GET ${API}/healthz HTTP/1.1`, 'Host: localhost');
    expect(await idle.answer()).toMatchObject({ status: 200, headers: { connection: 'keep-alive' } });
    expect(await silent.answer()).toMatchObject({ status: 408 });
    await Promise.all([ended(silent), ended(idle)]);
  });
});

describe('clients that do not read', () => {
  /** A list of more bytes than the buffers of both ends of a connection take. */
  const TEMPLATES = 64;
  const NOTES = 'note '.repeat(20_000);
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({
      env: {
        ANIP_REGISTRY_SOCKET_TIMEOUT: '5s',
        ANIP_REGISTRY_DATABASE_CONNECT_TIMEOUT: '2s',
        ANIP_REGISTRY_DATABASE_STATEMENT_TIMEOUT: '2500ms',
        ANIP_REGISTRY_DATABASE_POOL_SIZE: '1',
        ANIP_REGISTRY_MAX_CONNECTIONS: '8',
      },
    });
    for (let n = 0; n < TEMPLATES; n += 1) {
      const template = sampleTemplate(`template-${n}`, '1.0.0', { manifest: { notes: NOTES } });
      expect(await app.publisher().publishTemplate(template)).toHaveStatus(201);
    }
  });
  afterAll(() => app.close());

  it('hold no database connection, and are cut when nothing has moved for too long', async () => {
    const readers = await Promise.all(Array.from({ length: 2 }, () => RawHttp.open(app.port)));
    for (const reader of readers) {
      reader.socket.pause();
      reader.head(`GET ${API}/templates HTTP/1.1`, 'Host: localhost');
    }
    const lifetime = app.app.get(Lifetime);
    while (lifetime.openRequests().length < readers.length) await sleep(20);
    // One connection is all there is, and it is free as soon as it has read for them.
    while ((await app.anonymous().get('/publications')).status !== 200) await sleep(20);
    await app.anonymous().get('/templates/template-1').expect(200);
    expect(lifetime.openRequests()).toHaveLength(readers.length);
    expect(lifetime.openRequests()[0]).toMatchObject({ method: 'GET', route: `${API}/templates`, received: true });

    while (lifetime.openRequests().length > 0) await sleep(50);
    for (const reader of readers) reader.close();
    const cut = linesOf('request completed').filter(({ route, aborted }) => route === `${API}/templates` && aborted);
    expect(cut).toHaveLength(readers.length);
  });

  it('and all others are refused beyond the limit of connections, which is said once', async () => {
    takeLogs();
    const open = await Promise.all(Array.from({ length: 8 }, () => RawHttp.open(app.port)));
    await Promise.all(open.map((connection) => asked(connection)));
    const refused = await Promise.all(Array.from({ length: 3 }, () => RawHttp.open(app.port)));
    await Promise.all(refused.map(ended));
    expect(linesOf('connections are refused')).toMatchObject([{ level: 'warn', max_connections: 8 }]);
    for (const connection of open) connection.close();
    while ((await connectionCount(app)) > 0) await sleep(20);
    await app.anonymous().get('/healthz').expect(200);
  });
});

async function asked(connection: RawHttp): Promise<void> {
  connection.head(`GET ${API}/healthz HTTP/1.1`, 'Host: localhost');
  expect(await connection.answer()).toMatchObject({ status: 200 });
}

function linesOf(message: string): LogLine[] {
  return takeLogs().filter((line) => line.message.startsWith(message));
}

function connectionCount(app: TestApp): Promise<number> {
  return new Promise((resolve, reject) => {
    app.app.getHttpServer().getConnections((error: Error | null, count: number) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}
