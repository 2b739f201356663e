import type { JsonObject } from '../../../src/core/json/json-value';
import { DEMO_TEMPLATE, demoRequest } from '../../support/demo-requests';
import { publishTemplate } from '../../support/publish';
import { shapeFaults } from '../../support/schemas';
import { TestApp } from '../../support/test-app';

describe('reading a template', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  it('GET /templates/{id}/{version} answers the record, with an ETag that moves with the count', async () => {
    await publishTemplate(app, 'reader');
    const first = await app.anonymous().get('/templates/reader/1.0.0').expect(200);
    expect(shapeFaults('templateRecord', first.body)).toEqual([]);
    const etag = String(first.headers.etag);
    await app.anonymous().get('/templates/reader/1.0.0').set('If-None-Match', etag).expect(304);
    await app.anonymous().get('/templates/reader/1.0.0/download').expect(200);
    const second = await app.anonymous().get('/templates/reader/1.0.0').set('If-None-Match', etag).expect(200);
    expect(second.body).toEqual({ ...(first.body as object), download_count: 1 });
  });

  it('GET /templates/{id} answers every version, the highest first', async () => {
    for (const version of ['1.9.0', '1.10.0-rc.1', '1.10.0', '2.0.0-rc.1']) {
      await publishTemplate(app, 'many/versions', version);
    }
    const answer = await app.anonymous().get('/templates/many%2Fversions').expect(200);
    expect(shapeFaults('templateVersions', answer.body)).toEqual([]);
    const { items, latest_version } = answer.body as { items: { template_version: string }[]; latest_version: string };
    expect(items.map(({ template_version }) => template_version)).toEqual([
      '2.0.0-rc.1',
      '1.10.0',
      '1.10.0-rc.1',
      '1.9.0',
    ]);
    expect(latest_version).toBe('1.10.0');
  });

  it('answers 404 to what is unknown or cannot be', async () => {
    await publishTemplate(app, 'reader');
    for (const path of [
      '/unknown',
      '/unknown/1.0.0',
      '/reader/2.0.0',
      '/READER/1.0.0',
      '/a%00/1',
      '/%20',
      '/a%20b/1',
    ]) {
      expect(await app.anonymous().get(`/templates${path}`)).toHaveErrorCode('TEMPLATE_NOT_FOUND', 404);
    }
    expect(await app.anonymous().get('/templates/reader/2.0.0/download')).toHaveErrorCode('TEMPLATE_NOT_FOUND', 404);
  });

  describe('GET /templates/{id}/{version}/download', () => {
    const PATH = '/templates/city-library-starter/0.1.0/download';

    beforeEach(async () => {
      await app.publisher().publishTemplate(demoRequest(DEMO_TEMPLATE)).expect(201);
    });

    it('answers the bare envelope with every member and value of the publish', async () => {
      const answer = await app.anonymous().get(PATH).expect(200);
      expect(answer.body).toEqual(demoRequest(DEMO_TEMPLATE).package);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json',
        'content-disposition': 'attachment; filename="city-library-starter-0.1.0.anip-template.json"',
        'cache-control': 'no-store',
      });
      expect(answer.headers).not.toHaveProperty('etag');
    });

    it('answers the envelope that the Registry makes when the publish had none', async () => {
      await publishTemplate(app, 'bare', '2.0.0');
      const download = await app.anonymous().get('/templates/bare/2.0.0/download').expect(200);
      const record = (await app.anonymous().get('/templates/bare/2.0.0')).body as JsonObject;
      expect(download.body).toEqual({
        schema: 'anip-starter-template-package/v0',
        package_kind: 'anip_starter_template',
        package_version: '2.0.0',
        manifest: record.manifest,
        template: record.template,
      });
    });

    it('counts 100 downloads at once exactly, and no HEAD', async () => {
      const gets = Array.from({ length: 100 }, () => app.anonymous().get(PATH));
      const heads = Array.from({ length: 10 }, () => app.anonymous().head(PATH));
      for (const answer of await Promise.all([...gets, ...heads])) expect(answer.status).toBe(200);
      const record = await app.anonymous().get('/templates/city-library-starter/0.1.0');
      expect(record.body).toMatchObject({ download_count: 100 });
      const days = await app.sql(
        "SELECT downloads::int FROM registry.downloads_daily WHERE artifact_kind = 'template'",
      );
      expect(days).toEqual([{ downloads: 100 }]);
    });
  });
});
