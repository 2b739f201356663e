import type { JsonObject } from '../../../src/core/json/json-value';
import { publishPackage } from '../../support/publish';
import { rawRequest } from '../../support/raw-http';
import { shapeFaults } from '../../support/schemas';
import { TestApp } from '../../support/test-app';

const PATH = '/packages/city-library-lending/1.0.0/lock';

describe('GET /packages/{id}/{version}/lock', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    await publishPackage(app, 'city-library-lending');
  });
  afterAll(() => app.close());

  it('pins the digests of the record and the signature of the receipt', async () => {
    const answer = await app.anonymous().get(PATH).expect(200);
    expect(shapeFaults('lock', answer.body)).toEqual([]);
    const record = (await app.anonymous().get('/packages/city-library-lending/1.0.0')).body as JsonObject;
    const receipt = (await app.anonymous().get('/packages/city-library-lending/1.0.0/receipt')).body as JsonObject;
    for (const name of ['definition_digest', 'manifest_digest', 'lock_digest', 'package_execution_signature']) {
      expect(answer.body).toHaveProperty(name, record[name]);
    }
    expect(answer.body).toMatchObject({
      contract_signature: record.contract_signature,
      receipt_signature: receipt.registry_signature,
      receipt_issued_at: receipt.issued_at,
      registry_url: `${app.origin}/registry-api/v1`,
    });
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename="city-library-lending-1.0.0.anip.lock.json"',
    );
  });

  it('has a strong ETag over its bytes, another one for another host', async () => {
    const first = await app.anonymous().get(PATH);
    const etag = String(first.headers.etag);
    expect(etag).toMatch(/^"[^"]+"$/);
    await app.anonymous().get(PATH).set('If-None-Match', etag).expect(304);
    const elsewhere = await app.anonymous().get(PATH).set('Host', 'other.example:81').set('If-None-Match', etag);
    expect(elsewhere).toHaveStatus(200);
    expect(elsewhere.headers.etag).not.toBe(etag);
  });

  it.each([
    ['the Host header', { Host: 'registry.example.org' }, 'http://registry.example.org/registry-api/v1'],
    ['an IPv6 host', { Host: '[::1]:8200' }, 'http://[::1]:8200/registry-api/v1'],
    [
      'the forwarded protocol and host of a trusted proxy',
      { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'registry.example.org' },
      'https://registry.example.org/registry-api/v1',
    ],
    [
      'white space around the forwarded values',
      { 'X-Forwarded-Proto': ' https ', 'X-Forwarded-Host': ' registry.example.org ' },
      'https://registry.example.org/registry-api/v1',
    ],
    [
      'a protocol that is none of the web',
      { 'X-Forwarded-Proto': 'javascript', 'X-Forwarded-Host': 'registry.example.org' },
      'http://registry.example.org/registry-api/v1',
    ],
    ['a forwarded host that is no host', { 'X-Forwarded-Host': 'evil"><script>' }, undefined],
    ['a forwarded host with a path', { 'X-Forwarded-Host': 'evil.example/x' }, undefined],
    ['a forwarded host with user info', { 'X-Forwarded-Host': 'a@evil.example' }, undefined],
  ])('names the registry by %s', async (_, headers, url) => {
    const answer = await app.anonymous().get(PATH).set(headers).expect(200);
    expect((answer.body as JsonObject).registry_url).toBe(url);
  });

  it('leaves the address out for a client that names no host', async () => {
    const { status, body } = await rawRequest(app.port, `GET /registry-api/v1${PATH} HTTP/1.0`);
    expect(status).toBe(200);
    expect(JSON.parse(body)).not.toHaveProperty('registry_url');
    expect(shapeFaults('lock', JSON.parse(body))).toEqual([]);
  });

  it('believes no forwarded header when no proxy is trusted', async () => {
    const strict = await TestApp.start({ database: app.database, env: { ANIP_REGISTRY_TRUST_PROXY: '0' } });
    const answer = await strict
      .anonymous()
      .get(PATH)
      .set({ 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'evil.example' });
    expect((answer.body as JsonObject).registry_url).toBe(`${strict.origin}/registry-api/v1`);
    await strict.close();
  });

  it('names the configured origin whatever the request says', async () => {
    const env = { ANIP_REGISTRY_PUBLIC_BASE_URL: 'https://registry.example.com' };
    const behind = await TestApp.start({ database: app.database, env });
    const answer = await behind.anonymous().get(PATH).set('X-Forwarded-Host', 'evil.example').set('Host', 'x.example');
    expect((answer.body as JsonObject).registry_url).toBe('https://registry.example.com/registry-api/v1');
    await behind.close();
  });
});
