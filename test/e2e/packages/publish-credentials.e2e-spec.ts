import { request } from 'node:http';
import { samplePackage } from '../../support/demo-requests';
import { RawHttp } from '../../support/raw-http';
import { shapeFaults } from '../../support/schemas';
import { PUBLISH_TOKEN, TestApp } from '../../support/test-app';

const PUBLICATIONS = '/registry-api/v1/publications';

describe('the credential of a publish', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  it.each([
    ['none', undefined, 'PUBLISH_TOKEN_MISSING'],
    ['an empty one', 'Bearer ', 'PUBLISH_TOKEN_MISSING'],
    ['another scheme', `Basic ${PUBLISH_TOKEN}`, 'PUBLISH_TOKEN_MISSING'],
    ['the scheme in lower case', `bearer ${PUBLISH_TOKEN}`, 'PUBLISH_TOKEN_MISSING'],
    ['the scheme in upper case', `BEARER ${PUBLISH_TOKEN}`, 'PUBLISH_TOKEN_MISSING'],
    ['no scheme', PUBLISH_TOKEN, 'PUBLISH_TOKEN_MISSING'],
    ['a wrong token', 'Bearer test-publish-token-2', 'PUBLISH_TOKEN_INVALID'],
    ['the beginning of the token', `Bearer ${PUBLISH_TOKEN.slice(0, -1)}`, 'PUBLISH_TOKEN_INVALID'],
    ['the token in another case', `Bearer ${PUBLISH_TOKEN.toUpperCase()}`, 'PUBLISH_TOKEN_INVALID'],
    ['two tokens', `Bearer ${PUBLISH_TOKEN} ${PUBLISH_TOKEN}`, 'PUBLISH_TOKEN_INVALID'],
  ])('refuses %s with 401 before it looks at the body', async (_, header, code) => {
    for (const body of [samplePackage(), '{"a":', '']) {
      const before = await app.rowCounts();
      const publish = app.anonymous().publishPackage(body);
      const answer = await (header === undefined ? publish : publish.set('Authorization', header));
      expect(answer).toHaveErrorCode(code, 401);
      expect(shapeFaults('problem', answer.body)).toEqual([]);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.text).not.toContain(PUBLISH_TOKEN);
      expect(await app.rowCounts()).toEqual(before);
    }
  });

  it('takes the token with white space around it', async () => {
    await app
      .anonymous()
      .publishPackage(samplePackage())
      .set('Authorization', `  Bearer  \t ${PUBLISH_TOKEN}\t `)
      .expect(201);
  });

  it('takes no token from the query', async () => {
    const path = `/publications?access_token=${PUBLISH_TOKEN}&token=${PUBLISH_TOKEN}`;
    expect(await app.anonymous().post(path, samplePackage())).toHaveErrorCode('PUBLISH_TOKEN_MISSING', 401);
  });

  it('does not take the admin token', async () => {
    expect(await app.admin().publishPackage(samplePackage())).toHaveErrorCode('PUBLISH_TOKEN_INVALID', 401);
  });

  it.each(['publications', 'templates'])('answers 401 on %s before a byte of the body has arrived', async (route) => {
    const connection = await RawHttp.open(app.port);
    connection.head(`POST /registry-api/v1/${route} HTTP/1.1`, 'Host: localhost', 'Content-Length: 5000000');
    expect(await connection.answer()).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    connection.close();
  });

  it('answers 401 in the middle of a body, and before one that is over the cap', async () => {
    for (const length of ['Content-Length: 1000', 'Content-Length: 99999999', 'Transfer-Encoding: chunked']) {
      const connection = await RawHttp.open(app.port);
      connection.head(`POST ${PUBLICATIONS} HTTP/1.1`, 'Host: localhost', 'Authorization: Bearer wrong', length);
      await connection.write(length.startsWith('T') ? '5\r\n{"pac\r\n' : '{"pac');
      const answer = await connection.answer();
      expect(answer.status).toBe(401);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'PUBLISH_TOKEN_INVALID' });
      connection.close();
    }
  });

  it.each([
    [PUBLISH_TOKEN, { invited: true, status: 201 }],
    ['not-the-token', { invited: false, status: 401 }],
  ])('invites the body of a client that asks first only with the right token (%s)', async (token, expected) => {
    await app.empty();
    const body = JSON.stringify(samplePackage());
    const outcome = await new Promise((resolve, reject) => {
      let invited = false;
      const sent = request(`${app.origin}${PUBLICATIONS}`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${token}`,
          Expect: '100-continue',
          'Content-Length': Buffer.byteLength(body),
        },
      });
      sent.on('continue', () => {
        invited = true;
        sent.end(body);
      });
      sent.on('response', (response) => {
        response.resume();
        resolve({ invited, status: response.statusCode });
        sent.destroy();
      });
      sent.on('error', reject);
      sent.flushHeaders();
    });
    expect(outcome).toEqual(expected);
  });

  it('needs no Origin, user agent or anti-forgery token, and minds none', async () => {
    await app
      .publisher()
      .publishPackage(samplePackage())
      .set('Origin', 'https://evil.example')
      .set('User-Agent', 'Python-urllib/3.12')
      .set('Connection', 'close')
      .expect(201);
  });
});

describe('the configured tokens', () => {
  it('are all valid at once during a rotation', async () => {
    const app = await TestApp.start({
      env: { ANIP_REGISTRY_PUBLISH_TOKEN: ' old-publish-token-1 , new-publish-token-2 ' },
    });
    await app.publisher('old-publish-token-1').publishPackage(samplePackage()).expect(201);
    await app
      .publisher('new-publish-token-2')
      .publishPackage(samplePackage({ package_version: '1.0.1' }))
      .expect(201);
    for (const token of ['old-publish-token-1 , new-publish-token-2', 'old-publish-token', PUBLISH_TOKEN]) {
      expect(await app.publisher(token).publishPackage({})).toHaveErrorCode('PUBLISH_TOKEN_INVALID', 401);
    }
    await app.close();
  });

  it.each([
    ['no token is configured', { ANIP_REGISTRY_PUBLISH_TOKEN: '' }],
    ['the tokens are switched off', { ANIP_REGISTRY_LEGACY_GLOBAL_PUBLISH_TOKEN_ENABLED: 'off' }],
  ])('refuse every publish with PUBLISHING_DISABLED when %s', async (_, env) => {
    const app = await TestApp.start({ env });
    for (const client of [app.anonymous(), app.publisher()]) {
      for (const answer of [await client.publishPackage(samplePackage()), await client.publishTemplate({})]) {
        expect(answer).toHaveErrorCode('PUBLISHING_DISABLED', 401);
        expect(answer.headers['www-authenticate']).toBe('Bearer');
      }
    }
    expect((await app.rowCounts()).package_versions).toBe(0);
    await app.close();
  });
});
