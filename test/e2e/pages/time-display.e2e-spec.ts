import { codeBlocks, decodeHtml } from '../../support/page-html';
import { publishPackage, publishTemplate, setLifecycle } from '../../support/publish';
import { TestApp } from '../../support/test-app';

const COOKIE = 'anip_registry_time';
const CHOOSE = '/registry/time-display';
const PACKAGE = '/registry/packages/timed/1.0.0';
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

interface Page {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

describe('how pages print times', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    await publishPackage(app, 'timed');
    await publishPackage(app, 'timed', '2.0.0');
    await app.anonymous().get('/packages/timed/1.0.0/download').expect(200);
    await setLifecycle(app, 'timed', '1.0.0', 'deprecated', { reason: 'too old' });
    await publishPackage(app, 'gone');
    await setLifecycle(app, 'gone', '1.0.0', 'takedown', { reason: 'a court said so' });
    await publishTemplate(app, 'timed');
  });
  afterAll(() => app.close());

  async function pageAt(path: string, cookie = ''): Promise<Page> {
    const answer = await app.anonymous().getPage(path).set('Accept', 'text/html').set('Cookie', cookie);
    return { text: answer.text, headers: answer.headers };
  }

  const timesIn = ({ text }: Page): string[] =>
    [...text.matchAll(/<time datetime="[^"]*T[^"]*"[^>]*>([^<]*)<\/time>/g)].map(([, time = '']) => time);

  it('is chosen with one button of the page, kept in a cookie, and leads back to where it was chosen', async () => {
    const path = '/registry/packages?q=timed&sort=name';
    const { text } = await pageAt(path);
    const [, address = ''] = /formaction="([^"]*display&#x3D;iso[^"]*)"/.exec(text) ?? [];
    const chosen = await app.anonymous().postPage(decodeHtml(address));
    expect(chosen).toHaveStatus(303);
    expect(chosen.headers).toMatchObject({ location: path, 'cache-control': 'no-store' });
    const [cookie = ''] = chosen.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(
      new RegExp(`^${COOKIE}=iso; Max-Age=31536000; Path=/registry; Expires=[^;]+; HttpOnly; SameSite=Lax$`),
    );
    const back = await pageAt(path, `other=1; ${cookie.split(';')[0]!}`);
    expect(back.text).toMatch(/aria-pressed="true">ISO</);
    for (const time of timesIn(back)) expect(time).toMatch(ISO_TIME);
  });

  it('holds for every time of every page, the page of a taken-down version too', async () => {
    const paths = [
      ...['/registry/packages', '/registry/packages/timed', PACKAGE, '/registry/packages/timed/compare/1.0.0/2.0.0'],
      ...['/registry/packages/gone/1.0.0', '/registry/templates', '/registry/templates/timed'],
      '/registry/templates/timed/1.0.0',
    ];
    for (const path of paths) {
      const [utc, iso] = [await pageAt(path), await pageAt(path, `${COOKIE}=iso`)];
      expect([path, timesIn(utc).length > 0]).toEqual([path, true]);
      expect(timesIn(iso)).toHaveLength(timesIn(utc).length);
      for (const time of timesIn(utc)) expect(time).toMatch(/ UTC$| ago$|^just now$/);
      for (const time of timesIn(iso)) expect(time).toMatch(ISO_TIME);
      // Outside of documents, commands and attributes no time stands bare.
      const prose = codeBlocks(utc.text).reduce((text, block) => decodeHtml(text).replace(block, ''), utc.text);
      expect(prose.replace(/<[^>]*>/g, '')).not.toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d/);
    }
  });

  it('needs a script for local times only, and says so where there is none', async () => {
    const utc = await pageAt(PACKAGE);
    expect(utc.text).not.toContain('<script');
    expect(utc.headers['content-security-policy']).not.toContain('script-src');
    const local = await pageAt(PACKAGE, `${COOKIE}=local`);
    expect(local.headers['content-security-policy']).toMatch(/default-src 'none'.*;script-src 'self'$/);
    const [, src = ''] = /<script src="([^"]+)" defer><\/script>/.exec(local.text) ?? [];
    expect(local.text).toContain('<noscript><p class="note">Local times need JavaScript.');
    expect(timesIn(local)).toEqual(timesIn(utc));
    const script = await app.anonymous().getPage(src);
    expect(script).toHaveStatus(200);
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  it('makes another page of it for caches', async () => {
    const pages = await Promise.all(['utc', 'local', 'iso'].map((value) => pageAt(PACKAGE, `${COOKIE}=${value}`)));
    expect(new Set(pages.map(({ headers }) => headers.etag)).size).toBe(3);
    for (const { headers } of pages) expect(headers.vary).toMatch(/(?:^|, )Cookie(?:,|$)/);
    const { etag = '' } = pages[2]!.headers;
    const again = app.anonymous().getPage(PACKAGE).set('If-None-Match', etag);
    expect(await again).toHaveStatus(200);
    const same = await app.anonymous().getPage(PACKAGE).set('If-None-Match', etag).set('Cookie', `${COOKIE}=iso`);
    expect(same).toHaveStatus(304);
    expect(same.headers.vary).toMatch(/Cookie/);
  });

  it.each(['', 'ISO', 'isoo', 'utc2', '"iso"', 'xx; not_it=iso'])('is UTC for a cookie of %j', async (value) => {
    expect((await pageAt(PACKAGE, `${COOKIE}=${value}`)).text).toMatch(/aria-pressed="true">UTC</);
  });

  it.each([
    ['https://evil.example/', 'return_to'],
    ['//evil.example/', 'return_to'],
    ['/\\evil.example/', 'return_to'],
    ['/registry\\@evil.example', 'return_to'],
    ['/registry.evil.example', 'return_to'],
    ['/registry/packages\r\nSet-Cookie: a=b', 'return_to'],
    ['/registry/\u00e9', 'return_to'],
    ['/registry-api/v1/keys', 'return_to'],
    [`/registry/${'a'.repeat(8192)}`, 'return_to'],
    ['', 'return_to'],
  ])('does not lead to %j', async (target, rule) => {
    const answer = await app.anonymous().postPage(`${CHOOSE}?display=iso&return_to=${encodeURIComponent(target)}`);
    expect(answer).toHaveErrorCode('QUERY_INVALID', 400);
    expect(answer.body).toMatchObject({ details: { rule } });
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it.each(['', '?display=', '?display=est', '?display=utc&display=iso'])('refuses the choice %j', async (query) => {
    const answer = await app.anonymous().postPage(`${CHOOSE}${query}`);
    expect(answer).toHaveErrorCode('QUERY_INVALID', 400);
    expect(answer.body).toMatchObject({ details: { rule: 'display' } });
    expect(await app.anonymous().getPage(`${CHOOSE}${query}`)).toHaveErrorCode('METHOD_NOT_ALLOWED', 405);
  });

  it('sends the cookie over https only where the Registry is reached so', async () => {
    const env = { ANIP_REGISTRY_PUBLIC_BASE_URL: 'https://registry.example.org' };
    const secure = await TestApp.start({ database: app.database, env });
    const answer = await secure.anonymous().postPage(`${CHOOSE}?display=iso`);
    expect(answer.headers).toMatchObject({ location: '/registry/packages' });
    expect((answer.headers['set-cookie'] as unknown as string[])[0]).toContain('; Secure;');
    await secure.close();
  });
});
