import request from 'supertest';
import { publishPackage } from '../../support/publish';
import { RawHttp, rawRequest, type RawAnswer } from '../../support/raw-http';
import { shapeFaults } from '../../support/schemas';
import { TestApp } from '../../support/test-app';

const API = '/registry-api/v1';

describe('requests that no route takes', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    await publishPackage(app, 'city/library');
  });
  afterAll(() => app.close());

  function expectProblem({ status, headers, body }: RawAnswer, code: string, expectedStatus = 400): void {
    expect({ status, type: headers['content-type'] }).toEqual({
      status: expectedStatus,
      type: 'application/problem+json',
    });
    const problem = JSON.parse(body) as { code: string; status: number; request_id: string };
    expect(shapeFaults('problem', problem)).toEqual([]);
    expect(problem).toMatchObject({ code, status: expectedStatus });
    expect(headers['x-request-id']).toBe(problem.request_id);
  }

  it.each([
    `${API}/nothing`,
    API,
    `${API}/`,
    `${API}/packages`,
    `${API}/packages/city/library/1.0.0/lock/more`,
    `${API}/admin`,
    '/registry-api/v2/publications',
    '/healthz',
    '/favicon.png',
    '/%2e%2e/etc/passwd',
    '/Registry-API/v1/publications',
  ])('GET %s is a 404', async (path) => {
    const answer = await app.anonymous().getPage(path);
    expect(answer).toHaveErrorCode('ROUTE_NOT_FOUND', 404);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(shapeFaults('problem', answer.body)).toEqual([]);
  });

  it('says how an id with a slash is written', async () => {
    const answer = await app.anonymous().get('/packages/city/library/1.0.0/receipt');
    expect(answer).toHaveErrorCode('ROUTE_NOT_FOUND', 404);
    expect(answer.body).toMatchObject({ detail: expect.stringContaining('%2F') as string });
    await app.anonymous().get('/packages/city%2Flibrary/1.0.0/receipt').expect(200);
    await app.anonymous().get('/packages/city%2flibrary/1.0.0').expect(200);
    // Decoded once: %252F is no slash.
    expect(await app.anonymous().get('/packages/city%252Flibrary/1.0.0')).toHaveErrorCode('PACKAGE_NOT_FOUND', 404);
  });

  it.each([
    ['PUT', `${API}/publications`, 'GET, HEAD, OPTIONS, POST'],
    ['DELETE', `${API}/templates`, 'GET, HEAD, OPTIONS, POST'],
    ['DELETE', `${API}/packages/a/1`, 'GET, HEAD, OPTIONS'],
    ['POST', `${API}/packages/a/1/download`, 'GET, HEAD, OPTIONS'],
    ['GET', `${API}/admin/packages/a/1/lifecycle`, 'OPTIONS, PATCH'],
    ['POST', `${API}/healthz`, 'GET, HEAD, OPTIONS'],
    ['POST', `${API}/metrics`, 'GET, HEAD, OPTIONS'],
    ['PATCH', '/registry/packages', 'GET, HEAD, OPTIONS'],
    ['POST', '/', 'GET, HEAD, OPTIONS'],
  ] as const)('%s %s is a 405 that names what is allowed', async (method, path, allowed) => {
    const client = request(app.origin);
    const sent = { PUT: client.put, DELETE: client.delete, POST: client.post, GET: client.get, PATCH: client.patch };
    const answer = await sent[method].call(client, path);
    expect(answer).toHaveErrorCode('METHOD_NOT_ALLOWED', 405);
    expect(answer.headers.allow).toBe(allowed);
    expect(shapeFaults('problem', answer.body)).toEqual([]);
    expect(answer.body).toMatchObject({ details: { actual: method, allowed: allowed.split(', ') } });
  });

  it.each([
    '/packages/%zz/1',
    '/packages/%/1',
    '/packages/a%2/1',
    '/packages/%ff%fe/1',
    '/packages/%c0%af/1',
    '/%ed%a0%80',
  ])('a malformed percent escape in %s is a 400', async (path) => {
    expectProblem(
      await rawRequest(app.port, `GET ${API}${path} HTTP/1.1`, 'Host: localhost', 'Connection: close'),
      'PATH_ENCODING_INVALID',
    );
  });

  it.each(['', 'a b', 'a/b', 'a@b', 'a:b', 'a:123456', 'evil"><script>', '[::1', '-a', 'a?b', 'a'.repeat(262), 'ä'])(
    'a Host that is no host is a 400: %s',
    async (host) => {
      expectProblem(
        await rawRequest(app.port, `GET ${API}/healthz HTTP/1.1`, `Host: ${host}`, 'Connection: close'),
        'HOST_INVALID',
      );
    },
  );

  it.each([
    'localhost',
    'registry.example.org',
    'registry.example.org.',
    '127.0.0.1:8200',
    '[::1]:8200',
    'my_service-1',
  ])('a Host of %s is fine', async (host) => {
    const answer = await rawRequest(app.port, `GET ${API}/healthz HTTP/1.1`, `Host: ${host}`, 'Connection: close');
    expect(answer.status).toBe(200);
  });

  it('HEAD of what is not there has the headers of the error and no body', async () => {
    for (const path of [`${API}/nothing`, `${API}/packages/a/1`]) {
      const answer = await request(app.origin).head(path);
      expect(answer).toHaveStatus(404);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.text).toBeFalsy();
    }
  });

  it('the doubled prefix is answered like the single one, and no further', async () => {
    for (const path of [
      '/healthz',
      '/publications?limit=1',
      '/packages/city%2Flibrary/1.0.0',
      '/packages/city%2Flibrary/1.0.0/lock',
    ]) {
      const single = await app.anonymous().get(path).expect(200);
      const doubled = await app.anonymous().getPage(`${API}${API}${path}`).expect(200);
      expect(doubled.body).toEqual(single.body);
    }
    expect(await app.anonymous().getPage(`${API}${API}/nothing`)).toHaveErrorCode('ROUTE_NOT_FOUND', 404);
    expect(await app.anonymous().getPage(`${API}${API}${API}/healthz`)).toHaveErrorCode('ROUTE_NOT_FOUND', 404);
    const published = await request(app.origin).post(`${API}${API}/publications`).send({});
    expect(published).toHaveErrorCode('PUBLISH_TOKEN_MISSING', 401);
  });

  it('never redirects below the API: a trailing slash is the same address', async () => {
    for (const path of ['/publications/', '/healthz/', '/packages/city%2Flibrary/1.0.0/']) {
      expect(await app.anonymous().getPage(`${API}${path}`)).toHaveStatus(200);
    }
  });

  it('takes the absolute form of a request target', async () => {
    const line = `GET http://registry.example.org${API}/healthz HTTP/1.1`;
    expect(await rawRequest(app.port, line, 'Host: registry.example.org', 'Connection: close')).toMatchObject({
      status: 200,
    });
  });

  describe('and no request at all', () => {
    it.each([
      ['no HTTP', 'hello', 'REQUEST_MALFORMED', 400],
      ['an unknown method', `BREW ${API}/healthz HTTP/1.1\r\nHost: a`, 'REQUEST_MALFORMED', 400],
      [
        'two lengths',
        `POST ${API}/publications HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2`,
        'REQUEST_MALFORMED',
        400,
      ],
      [
        'a length and chunks',
        `POST ${API}/publications HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked`,
        'REQUEST_MALFORMED',
        400,
      ],
      ['headers without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}`, 'HEADERS_TOO_LARGE', 431],
    ])('%s', async (_, head, code, status) => {
      expectProblem(await rawRequest(app.port, head), code, status);
      await app.anonymous().get('/healthz').expect(200);
    });

    it('no Host', async () => {
      expect(await rawRequest(app.port, `GET ${API}/healthz HTTP/1.1`)).toMatchObject({ status: 400 });
    });

    it('a head that ends in the middle', async () => {
      const connection = await RawHttp.open(app.port);
      await connection.write(`GET ${API}/healthz HT`);
      connection.socket.end();
      const answer = await connection.answer();
      expect(answer.status).toBe(400);
      connection.close();
    });

    it('a connection that says nothing and goes', async () => {
      const connection = await RawHttp.open(app.port);
      connection.close();
      await app.anonymous().get('/healthz').expect(200);
    });
  });
});
