import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { publishPackage } from '../../support/publish';
import { exchange } from '../../support/plain-http';
import { TestApp } from '../../support/test-app';

const RECORD = '/registry-api/v1/packages/squeezed/1.0.0';
const PAGE = '/registry/packages/squeezed/1.0.0';

describe('compression', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    await publishPackage(app, 'squeezed');
  });
  afterAll(() => app.close());

  it.each([
    ['a record', RECORD],
    ['a list', '/registry-api/v1/publications'],
    ['a page', PAGE],
    ['an error page', '/registry/nothing'],
  ])('of %s happens when it is asked for, and changes no byte of it', async (_, path) => {
    const accept = 'text/html';
    const plain = await exchange(app.origin, path, { accept });
    expect(plain.headers['content-encoding']).toBeUndefined();
    for (const [encoding, decode] of [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      const packed = await exchange(app.origin, path, { accept, 'accept-encoding': encoding });
      expect(packed.headers.vary).toContain('Accept-Encoding');
      // Of a stream nobody knows beforehand that it is short.
      if (plain.headers['content-length'] !== undefined && plain.body.length < 1024) {
        expect(packed.headers['content-encoding']).toBeUndefined();
        continue;
      }
      expect(packed.headers['content-encoding']).toBe(encoding);
      expect(packed.headers['content-length']).toBeUndefined();
      expect(packed.body.length).toBeLessThan(plain.body.length);
      // An error names its request.
      if (plain.status === 200) expect(decode(packed.body).equals(plain.body)).toBe(true);
    }
  });

  it.each([
    ['gzip, deflate, br', 'gzip'],
    ['br, gzip', 'gzip'],
    ['br, gzip;q=0.5', 'br'],
    ['identity, gzip;q=0.5', 'identity'],
    ['gzip;q=0', 'identity'],
  ] as const)(
    'of a record for %j is %s: gzip is kept, but is not for who likes another better',
    async (asked, encoding) => {
      const plain = await exchange(app.origin, RECORD);
      const { headers, body } = await exchange(app.origin, RECORD, { 'accept-encoding': asked });
      expect(headers['content-encoding'] ?? 'identity').toBe(encoding);
      const decode = { gzip: gunzipSync, br: brotliDecompressSync, identity: (bytes: Buffer) => bytes }[encoding];
      expect(decode(body).equals(plain.body)).toBe(true);
    },
  );

  it.each([RECORD, PAGE])('leaves the length of %s stated when nothing is asked for', async (path) => {
    const { headers, body } = await exchange(app.origin, path);
    expect(headers['content-length']).toBe(String(body.length));
  });

  it('keeps conditional requests working, and a 304 varies as its 200', async () => {
    const { headers } = await exchange(app.origin, RECORD, { 'accept-encoding': 'gzip' });
    expect(headers.etag).toMatch(/^W\//);
    const again = await exchange(app.origin, RECORD, {
      'accept-encoding': 'gzip',
      'if-none-match': headers.etag ?? '',
    });
    expect(again.status).toBe(304);
    expect(again.headers.vary).toContain('Accept-Encoding');
    expect(again.body).toHaveLength(0);
  });

  it.each(['lock', 'receipt', 'download'])('never touches a %s, which is kept as it is sent', async (file) => {
    const { headers, body } = await exchange(app.origin, `${RECORD}/${file}`, { 'accept-encoding': 'gzip, br' });
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['content-length']).toBe(String(body.length));
  });

  it.each([RECORD, PAGE])('names no length for HEAD of %s that GET would not have', async (path) => {
    const plain = await exchange(app.origin, path);
    expect((await exchange(app.origin, path, {}, 'HEAD')).headers['content-length']).toBe(String(plain.body.length));
    const packed = await exchange(app.origin, path, { 'accept-encoding': 'gzip' }, 'HEAD');
    expect(packed.status).toBe(200);
    expect(packed.headers['content-length']).toBeUndefined();
    expect(packed.body).toHaveLength(0);
  });

  it('of the stylesheet goes with caching for ever, under the name of its content alone', async () => {
    const page = (await exchange(app.origin, PAGE)).body.toString('utf8');
    const [, href = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page) ?? [];
    expect(href).toMatch(/^\/registry\/assets\/registry\.[0-9a-f]{16}\.css$/);
    const { status, headers } = await exchange(app.origin, href, { 'accept-encoding': 'br' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
    });
    const other = await exchange(app.origin, '/registry/assets/registry.0000000000000000.css');
    expect(other.status).toBe(404);
    expect(other.headers['cache-control']).toBe('no-store');
  });
});
