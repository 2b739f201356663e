import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestApp } from '../../support/test-app';

const INDEX = '<!doctype html><title>Our own UI</title>';
const SCRIPT = 'document.title += "!";';

describe('a built UI in place of the pages', () => {
  let app: TestApp;
  let dir: string;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'anip-registry-ui-'));
    mkdirSync(join(dir, 'ui/assets'), { recursive: true });
    writeFileSync(join(dir, 'secret.txt'), 'not part of the UI');
    writeFileSync(join(dir, 'ui/index.html'), INDEX);
    writeFileSync(join(dir, 'ui/assets/app.js'), SCRIPT);
    app = await TestApp.start({ env: { ANIP_REGISTRY_UI_DIR: join(dir, 'ui') } });
  });
  afterAll(async () => {
    await app.close();
    rmSync(dir, { recursive: true });
  });

  it.each(['/registry/packages', '/registry/packages/a%2Fb/1.0.0', '/registry/publisher', '/registry/whatever/else'])(
    'answers %s with its index page, whose router takes over',
    async (path) => {
      const answer = await app.anonymous().getPage(path).set('Accept', 'text/html');
      expect(answer).toHaveStatus(200);
      expect(answer.text).toBe(INDEX);
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-cache' });
    },
  );

  it('serves its files, and keeps the redirects and the API', async () => {
    const script = await app.anonymous().getPage('/registry/assets/app.js');
    expect([script.status, script.text]).toEqual([200, SCRIPT]);
    expect((await app.anonymous().getPage('/')).headers.location).toBe('/registry');
    expect((await app.anonymous().getPage('/registry')).headers.location).toBe('/registry/packages');
    expect(await app.anonymous().get('/publications')).toHaveStatus(200);
    expect(await app.anonymous().get('/nothing')).toHaveErrorCode('ROUTE_NOT_FOUND', 404);
  });

  it.each([
    '/registry/../secret.txt',
    '/registry/..%2fsecret.txt',
    '/registry/%2e%2e/secret.txt',
    '/registry/..%5csecret.txt',
  ])('serves nothing beside its directory: %s', async (path) => {
    expect((await app.anonymous().getPage(path)).text).not.toContain('not part of the UI');
  });
});
