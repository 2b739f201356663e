import { publishPackage, setLifecycle } from '../../support/publish';
import { shapeFaults } from '../../support/schemas';
import { TestApp } from '../../support/test-app';

const ALLOW = 'X-ANIP-Allow-Yanked-Package';

describe('the gate of each lifecycle state', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    for (const status of ['active', 'superseded', 'deprecated', 'yanked', 'takedown']) {
      await publishPackage(app, status);
      if (status !== 'active') await setLifecycle(app, status, '1.0.0', status);
    }
  });
  afterAll(() => app.close());

  it.each([
    ['active', { inspect: 200, download: 200, lock: 200, receipt: 200, page: 200 }],
    ['superseded', { inspect: 200, download: 200, lock: 200, receipt: 200, page: 200 }],
    ['deprecated', { inspect: 200, download: 200, lock: 200, receipt: 200, page: 200 }],
    ['yanked', { inspect: 200, download: 410, lock: 410, receipt: 200, page: 200 }],
    ['takedown', { inspect: 410, download: 410, lock: 410, receipt: 200, page: 410 }],
  ])('%s', async (status, expected) => {
    const path = `/packages/${status}/1.0.0`;
    const answered = {
      inspect: (await app.anonymous().get(path)).status,
      download: (await app.anonymous().get(`${path}/download`)).status,
      lock: (await app.anonymous().get(`${path}/lock`)).status,
      receipt: (await app.anonymous().get(`${path}/receipt`)).status,
      page: (await app.anonymous().getPage(`/registry${path}`)).status,
    };
    expect(answered).toEqual(expected);
    for (const [route, code] of Object.entries(expected)) {
      if (route === 'page') continue;
      const head = await app.anonymous().head(route === 'inspect' ? path : `${path}/${route}`);
      expect(head).toHaveStatus(code);
    }
  });

  it('says in a 410 what happened, to which version', async () => {
    const answer = await app.anonymous().get('/packages/yanked/1.0.0/download');
    expect(answer).toHaveErrorCode('VERSION_YANKED', 410);
    expect(shapeFaults('problem', answer.body)).toEqual([]);
    expect(answer.body).toMatchObject({
      package_id: 'yanked',
      version: '1.0.0',
      lifecycle: { status: 'yanked', reason: 'made yanked by a test', updated_by: 'registry-admin' },
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.headers).not.toHaveProperty('content-disposition');
    for (const suffix of ['', '/download', '/lock']) {
      const gone = await app.anonymous().get(`/packages/takedown/1.0.0${suffix}`);
      expect(gone).toHaveErrorCode('VERSION_TAKEN_DOWN', 410);
      expect(gone.body).toMatchObject({ package_id: 'takedown', version: '1.0.0', lifecycle: { status: 'takedown' } });
      expect(gone.headers['cache-control']).toBe('no-store');
      expect(gone.text).not.toContain('"manifest"');
    }
  });

  it.each(['download', 'lock'])('lets a yanked version through %s when asked in the exact spelling', async (route) => {
    const path = `/packages/yanked/1.0.0/${route}`;
    await app.anonymous().get(`${path}?allow_yanked=true`).expect(200);
    await app.anonymous().get(path).set(ALLOW, 'true').expect(200);
    await app.anonymous().get(path).set(ALLOW.toLowerCase(), 'true').expect(200);
  });

  it.each([
    ['?allow_yanked=1', {}],
    ['?allow_yanked=TRUE', {}],
    ['?allow_yanked=True', {}],
    ['?allow_yanked=', {}],
    ['?allow_yanked', {}],
    ['?allow_yanked=true%20', {}],
    ['?Allow_Yanked=true', {}],
    ['?allow_yanked=true&allow_yanked=true', {}],
    ['', { [ALLOW]: '1' }],
    ['', { [ALLOW]: 'True' }],
    ['', { [ALLOW]: 'true, true' }],
    ['', { 'X-Allow-Yanked': 'true' }],
  ])('does not take %s %o for asking', async (query, headers) => {
    for (const route of ['download', 'lock']) {
      const answer = await app.anonymous().get(`/packages/yanked/1.0.0/${route}${query}`).set(headers);
      expect(answer).toHaveErrorCode('VERSION_YANKED', 410);
    }
  });

  it('never lets a version through that was taken down', async () => {
    for (const route of ['download', 'lock']) {
      const path = `/packages/takedown/1.0.0/${route}?allow_yanked=true`;
      expect(await app.anonymous().get(path).set(ALLOW, 'true')).toHaveErrorCode('VERSION_TAKEN_DOWN', 410);
    }
  });

  it('opens again when the version is active again', async () => {
    await publishPackage(app, 'returning');
    for (const status of ['yanked', 'takedown'] as const) {
      await setLifecycle(app, 'returning', '1.0.0', status);
      expect((await app.anonymous().get('/packages/returning/1.0.0/lock')).status).toBe(410);
      await setLifecycle(app, 'returning', '1.0.0', 'active');
      await app.anonymous().get('/packages/returning/1.0.0/lock').expect(200);
      await app.anonymous().get('/packages/returning/1.0.0').expect(200);
    }
  });

  it('does not answer 304 to what may no longer be seen', async () => {
    await publishPackage(app, 'withdrawn');
    const { etag } = (await app.anonymous().get('/packages/withdrawn/1.0.0/lock')).headers;
    await setLifecycle(app, 'withdrawn', '1.0.0', 'yanked');
    const again = await app.anonymous().get('/packages/withdrawn/1.0.0/lock').set('If-None-Match', String(etag));
    expect(again).toHaveStatus(410);
  });
});
