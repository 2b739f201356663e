import request from 'supertest';
import { rawRequest } from '../../support/raw-http';
import { TestApp } from '../../support/test-app';

const METHODS = 'GET, POST, PATCH, DELETE, OPTIONS';
const HEADERS = 'Authorization, Content-Type, X-ANIP-Allow-Yanked-Package';

describe('CORS', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each([
    '/registry-api/v1/healthz',
    '/registry-api/v1/publications',
    '/registry-api/v1/packages/unknown/1',
    '/registry-api/v1/nothing',
    '/registry/packages',
    '/',
    '/%ff',
  ])('allows any origin, without credentials, on the answer to GET %s', async (path) => {
    for (const origin of [
      undefined,
      'https://app.example.com',
      'null',
      'http://localhost.evil.example',
      'http://localhost',
    ]) {
      const get = app.anonymous().getPage(path);
      const { headers } = await (origin === undefined ? get : get.set('Origin', origin));
      expect(headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': METHODS,
        'access-control-allow-headers': HEADERS,
        vary: expect.stringMatching(/\bOrigin\b/) as string,
      });
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it.each(['http://localhost:5173', 'http://127.0.0.1:3000', 'http://[::1]:8080'])(
    'allows %s with credentials',
    async (origin) => {
      for (const path of ['/registry-api/v1/keys', '/registry-api/v1/nothing']) {
        const { headers } = await app.anonymous().getPage(path).set('Origin', origin);
        expect(headers).toMatchObject({
          'access-control-allow-origin': origin,
          'access-control-allow-credentials': 'true',
          'access-control-allow-methods': METHODS,
          'access-control-allow-headers': HEADERS,
          vary: expect.stringMatching(/\bOrigin\b/) as string,
        });
      }
    },
  );

  it('stands on a refused publish, too', async () => {
    const answer = await app.anonymous().publishPackage({}).set('Origin', 'https://app.example.com');
    expect(answer).toHaveStatus(401);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it.each([
    '/registry-api/v1/publications',
    '/registry-api/v1/admin/packages/a/1/lifecycle',
    '/registry-api/v1/nothing/at/all',
    '/registry/packages',
    '/',
    '/%ff',
    '/registry-api/v1/registry-api/v1/keys',
  ])('answers OPTIONS %s with 204 and nothing', async (path) => {
    const answer = await request(app.origin)
      .options(path)
      .set({ Origin: 'http://localhost:5173', 'Access-Control-Request-Method': 'POST' });
    expect(answer).toHaveStatus(204);
    expect(answer.text).toBe('');
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'http://localhost:5173',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': HEADERS,
    });
  });

  it('answers OPTIONS *', async () => {
    expect(await rawRequest(app.port, 'OPTIONS * HTTP/1.1', 'Host: localhost', 'Connection: close')).toMatchObject({
      status: 204,
      body: '',
    });
  });
});
