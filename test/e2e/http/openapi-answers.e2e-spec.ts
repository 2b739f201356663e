import type { Response } from 'supertest';
import { MAX_PACKAGE_BODY_BYTES } from '../../../src/core/package-rules/package-request';
import { MAX_TEMPLATE_BODY_BYTES } from '../../../src/core/template-rules/template-request';
import type { ApiClient } from '../../support/clients';
import { samplePackage } from '../../support/demo-requests';
import { OpenApi, type OpenApiDocument } from '../../support/openapi-document';
import { publishPackage, publishTemplate, setLifecycle } from '../../support/publish';
import { sampleTemplate } from '../../support/sample-template';
import { TcpProxy } from '../../support/tcp-proxy';
import { TestApp } from '../../support/test-app';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

jest.setTimeout(60_000);

const LIFECYCLE_PATH = '/admin/packages/looked-at/1.0.0/lifecycle';
const DEPRECATED = { status: 'deprecated', reason: 'there is a better one' };

/** Documented, and provoked elsewhere: a race needs two clients that meet. */
const ELSEWHERE = ['changePackageLifecycle 409'];

/** Requests for every operation; together they are answered with every status that is documented for it. */
type Runs = Readonly<Record<string, (app: TestApp) => readonly PromiseLike<Response>[]>>;

const RUNS: Runs = {
  publishPackage: (app) => [
    app.publisher().publishPackage(samplePackage({ package_id: 'published-now' })),
    app.publisher().publishPackage(samplePackage({ package_id: 'looked-at' })),
    app.publisher().publishPackage(samplePackage({ package_id: '-' })),
    app.publisher().publishPackage(Buffer.alloc(MAX_PACKAGE_BODY_BYTES + 1, 0x20)),
    app.anonymous().publishPackage('{}'),
  ],
  listPublications: (app) => [
    app.anonymous().get('/publications'),
    app.anonymous().get('/publications?limit=1'),
    app.anonymous().get('/publications?q=looked&sort=newest&lifecycle=active'),
    app.anonymous().get('/publications?limit=0'),
    app.anonymous().get('/publications?cursor=x'),
  ],
  listPackageVersions: (app) => [
    app.anonymous().get('/packages/looked-at'),
    app.anonymous().get('/packages/taken-down'),
    app.anonymous().get('/packages/unknown'),
  ],
  getPackage: (app) => ofVersion(app, 'packages', ''),
  downloadPackage: (app) => ofVersion(app, 'packages', '/download'),
  getPackageLock: (app) => ofVersion(app, 'packages', '/lock'),
  getPackageReceipt: (app) => ofVersion(app, 'packages', '/receipt'),
  comparePackageVersions: (app) => [
    ...known(app, '/packages/looked-at/compare/1.0.0/1.1.0'),
    app.anonymous().get('/packages/looked-at/compare/1.0.0/9.9.9'),
    app.anonymous().get('/packages/taken-down/compare/1.0.0/1.0.0'),
  ],
  changePackageLifecycle: (app) => [
    app.admin().patch(LIFECYCLE_PATH, { ...DEPRECATED, replacement_package_id: 'a', replacement_package_version: '1' }),
    app.admin().patch(LIFECYCLE_PATH, { status: 'gone' }),
    app.admin().patch(LIFECYCLE_PATH, Buffer.alloc(65_537, 0x20)),
    app.admin().patch('/admin/packages/unknown/1.0.0/lifecycle', DEPRECATED),
    app.publisher().patch(LIFECYCLE_PATH, DEPRECATED),
  ],
  publishTemplate: (app) => [
    app.publisher().publishTemplate(sampleTemplate('published-now')),
    app.publisher().publishTemplate(sampleTemplate('looked-at')),
    app.publisher().publishTemplate({ ...sampleTemplate('other'), template: {} }),
    app.publisher().publishTemplate(Buffer.alloc(MAX_TEMPLATE_BODY_BYTES + 1, 0x20)),
    app.anonymous().publishTemplate('{}'),
  ],
  listTemplates: (app) => [
    app.anonymous().get('/templates'),
    app.anonymous().get('/templates?limit=1'),
    app.anonymous().get('/templates?q=looked&sort=name'),
    app.anonymous().get('/templates?sort=unknown'),
  ],
  listTemplateVersions: (app) => [
    app.anonymous().get('/templates/looked-at'),
    app.anonymous().get('/templates/unknown'),
  ],
  getTemplate: (app) => ofVersion(app, 'templates', ''),
  downloadTemplate: (app) => ofVersion(app, 'templates', '/download'),
  listKeys: (app) => [app.anonymous().get('/keys')],
  getHealth: (app) => [app.anonymous().get('/healthz')],
  getReadiness: (app) => [app.anonymous().get('/readyz')],
  getMetrics: (app) => [app.anonymous().get('/metrics')],
  getApiDescription: (app) => known(app, '/openapi.json'),
};

function ofVersion(app: TestApp, kind: 'packages' | 'templates', suffix: string): readonly PromiseLike<Response>[] {
  const gone = ['taken-down', 'yanked'].map((id) => app.anonymous().get(`/${kind}/${id}/1.0.0${suffix}`));
  return [
    ...known(app, `/${kind}/looked-at/1.0.0${suffix}`),
    app.anonymous().get(`/${kind}/unknown/1.0.0${suffix}`),
    ...(kind === 'packages' ? gone : []),
  ];
}

/** Asked for twice: the second time by who has the answer, if it has an ETag. */
function known(app: TestApp, path: string): readonly PromiseLike<Response>[] {
  const client: ApiClient = app.anonymous();
  const again = async (): Promise<Response> => {
    const { headers } = await client.get(path);
    return client.get(path).set('If-None-Match', headers.etag ?? '"none"');
  };
  return [client.get(path), again()];
}

async function describedBy(app: TestApp): Promise<OpenApi> {
  return new OpenApi((await app.anonymous().get('/openapi.json').expect(200)).body as OpenApiDocument);
}

async function fill(app: TestApp): Promise<void> {
  await publishPackage(app, 'looked-at');
  await publishPackage(app, 'looked-at', '1.1.0', { readme: 'Another one.' });
  for (const [id, status] of [
    ['taken-down', 'takedown'],
    ['yanked', 'yanked'],
  ] as const) {
    await publishPackage(app, id);
    await setLifecycle(app, id, '1.0.0', status);
  }
  await publishTemplate(app, 'looked-at');
}

describe('every documented operation', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let app: TestApp;
  let openApi: OpenApi;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.start(database.url);
    app = await TestApp.start({ database, databaseUrl: proxy.url });
    openApi = await describedBy(app);
    await fill(app);
  });
  afterAll(async () => {
    await app.close();
    await proxy.stop();
    await database.drop();
  });

  it('is run here', () => {
    const ids = openApi.routes().map(({ operation }) => operation.operationId);
    expect(ids.sort()).toEqual(Object.keys(RUNS).sort());
  });

  it.each(Object.keys(RUNS))('%s answers with what is documented, in every documented way', async (id) => {
    const { operation } = openApi.routes().find((route) => route.operation.operationId === id)!;
    const answers = await Promise.all(RUNS[id]!(app));
    expect(answers.flatMap((answer) => openApi.answerFaults(operation, answer))).toEqual([]);
    // Without a database there is a 503, over a limit a 429: both have tests of their own.
    const unusual = ['default', '429', '503'];
    const documented = Object.keys(operation.responses).filter((status) => !unusual.includes(status));
    const answered = new Set(answers.map(({ status }) => String(status)));
    expect(documented.filter((status) => !answered.has(status) && !ELSEWHERE.includes(`${id} ${status}`))).toEqual([]);
  });

  it('takes the bodies that are documented', () => {
    const bodies: Readonly<Record<string, unknown>> = {
      publishPackage: samplePackage(),
      publishTemplate: sampleTemplate(),
      changePackageLifecycle: DEPRECATED,
    };
    for (const { operation } of openApi.routes()) {
      if (operation.requestBody === undefined) continue;
      expect([operation.operationId, openApi.bodyFaults(operation, bodies[operation.operationId])]).toEqual([
        operation.operationId,
        [],
      ]);
    }
  });

  it('is a documented 503 exactly where one is documented, when the store is away', async () => {
    await proxy.cut();
    for (const { operation } of openApi.routes()) {
      const [answer] = await Promise.all(RUNS[operation.operationId]!(app));
      const isExpected = '503' in operation.responses;
      expect([operation.operationId, answer!.status === 503]).toEqual([operation.operationId, isExpected]);
      expect([operation.operationId, openApi.answerFaults(operation, answer!)]).toEqual([operation.operationId, []]);
    }
    await proxy.restore();
  });
});
