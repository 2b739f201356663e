import { textOf, type JsonObject } from '../../../src/core/json/json-value';
import { samplePackage } from '../../support/demo-requests';
import { publishPackage, publishTemplate, setLifecycle } from '../../support/publish';
import { sampleTemplate } from '../../support/sample-template';
import { TestApp } from '../../support/test-app';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const HOSTILE = `<script>alert('x')</script>"&{{id}}`;

describe('pages', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  it.each([
    ['/', '/registry'],
    ['/registry', '/registry/packages'],
    ['/registry/', '/registry/packages'],
  ])('%s redirects to %s', async (from, to) => {
    const answer = await app.anonymous().getPage(from);
    expect(answer).toHaveStatus(301);
    expect(answer.headers.location).toBe(to);
  });

  async function pageAt(path: string, status = 200): Promise<string> {
    const answer = await app.anonymous().getPage(path).set('Accept', BROWSER);
    expect(answer).toHaveStatus(status);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
    });
    expect(answer.text).toContain('ANIP Registry');
    return answer.text;
  }

  it('show an empty registry, then lists and details of what was published', async () => {
    expect(await pageAt('/registry/packages')).toContain('Nothing has been published yet');
    await pageAt('/registry/templates');
    await publishPackage(app, 'city/library-lending');
    await publishTemplate(app, 'city-starter');
    expect(await pageAt('/registry/packages')).toContain('href="/registry/packages/city%2Flibrary-lending/1.0.0"');
    const page = await pageAt('/registry/packages/city%2Flibrary-lending/1.0.0');
    const record = (await app.anonymous().get('/packages/city%2Flibrary-lending/1.0.0')).body as JsonObject;
    for (const member of ['manifest_digest', 'definition_digest', 'lock_digest', 'contract_signature']) {
      expect(page).toContain(textOf(record[member]));
    }
    expect(await pageAt('/registry/templates')).toContain('href="/registry/templates/city-starter/1.0.0"');
    expect(await pageAt('/registry/templates/city-starter/1.0.0')).toContain('city-starter');
  });

  it('never count as a download', async () => {
    await publishPackage(app, 'looked-at');
    await pageAt('/registry/packages/looked-at/1.0.0');
    expect((await app.anonymous().get('/packages/looked-at/1.0.0')).body).toMatchObject({ download_count: 0 });
  });

  it('show hostile text as text', async () => {
    const manifest = { ...(samplePackage().manifest as JsonObject), name: HOSTILE, summary: HOSTILE };
    await publishPackage(app, 'hostile', '1.0.0', { manifest, contract_signature: HOSTILE });
    await setLifecycle(app, 'hostile', '1.0.0', 'deprecated', { reason: HOSTILE });
    const { manifest: templateManifest, ...request } = sampleTemplate('hostile');
    await app
      .publisher()
      .publishTemplate({ ...request, manifest: { ...(templateManifest as JsonObject), template_title: HOSTILE } })
      .expect(201);
    for (const path of ['/packages', '/packages/hostile/1.0.0', '/templates', '/templates/hostile/1.0.0']) {
      const html = await pageAt(`/registry${path}`);
      expect(html).not.toContain('<script');
      expect(html).not.toContain(HOSTILE);
    }
    expect(await pageAt('/registry/packages/hostile/1.0.0')).toContain('&lt;script&gt;');
  });

  it('page through long lists', async () => {
    const ids = ['first', 'second', 'third'];
    for (const id of ids) await publishPackage(app, id);
    const first = await pageAt('/registry/packages?limit=2');
    const [, href] = /<a rel="next" href="([^"]+)"/.exec(first) ?? [];
    const second = await pageAt(`/registry/packages${href!.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')}`);
    expect(second).not.toContain('rel="next"');
    // Newest first: which page has which version depends on the second that each was published in.
    expect([namesOn(first), namesOn(second)].map(({ length }) => length)).toEqual([2, 1]);
    expect([...namesOn(first), ...namesOn(second)].sort()).toEqual(ids);
  });

  function namesOn(page: string): readonly string[] {
    return [...page.matchAll(/href="\/registry\/packages\/([^/"?]+)\/1\.0\.0"/g)].map(([, name]) => name!);
  }

  it.each([
    ['an unknown package', '/registry/packages/unknown/1.0.0', 404, 'PACKAGE_NOT_FOUND'],
    ['an unknown template', '/registry/templates/unknown/1.0.0', 404, 'TEMPLATE_NOT_FOUND'],
    ['an unknown page', '/registry/nothing', 404, 'ROUTE_NOT_FOUND'],
    ['an unknown path', '/nothing', 404, 'ROUTE_NOT_FOUND'],
    ['a bad cursor', '/registry/packages?cursor=x', 400, 'CURSOR_INVALID'],
    ['a bad limit', '/registry/packages?limit=x', 400, 'QUERY_INVALID'],
    ['a bad escape', '/registry/%ff', 400, 'PATH_ENCODING_INVALID'],
  ])('show %s as an error page to a browser, and as a problem to everybody else', async (_, path, status, code) => {
    const html = await pageAt(path, status);
    expect(html).toContain(code);
    expect(await app.anonymous().getPage(path)).toHaveErrorCode(code, status);
    expect(await app.anonymous().getPage(path).set('Accept', 'application/json')).toHaveErrorCode(code, status);
  });

  it('show hostile paths as text', async () => {
    expect(await pageAt('/registry/%3Cscript%3Ealert(1)%3C%2Fscript%3E', 404)).not.toContain('<script');
    expect(await pageAt('/registry/packages/%3Cscript%3E/1', 404)).not.toContain('<script');
  });

  it('say why a version was taken down, with 410', async () => {
    await publishPackage(app, 'gone');
    await setLifecycle(app, 'gone', '1.0.0', 'takedown', { reason: 'a court said so' });
    expect(await pageAt('/registry/packages/gone/1.0.0', 410)).toContain('a court said so');
  });

  it('are never the answer below the API, whatever the client accepts', async () => {
    for (const path of ['/nothing', '/packages/unknown/1', '/publications?limit=x']) {
      const answer = await app.anonymous().get(path).set('Accept', BROWSER);
      expect(answer.headers['content-type']).toBe('application/problem+json');
    }
  });

  it('use one stylesheet, and it is there', async () => {
    const [, href] = /<link rel="stylesheet" href="([^"]+)"/.exec(await pageAt('/registry/packages')) ?? [];
    const answer = await app.anonymous().getPage(href!);
    expect(answer).toHaveStatus(200);
    expect(answer.headers['content-type']).toBe('text/css; charset=utf-8');
  });
});
