import type { JsonObject, JsonValue } from '../../../src/core/json/json-value';
import { DEMO_TEMPLATE, demoRequest, samplePackage } from '../../support/demo-requests';
import { publishPackage } from '../../support/publish';
import { RawHttp, type RawAnswer } from '../../support/raw-http';
import { PUBLISH_TOKEN, TestApp } from '../../support/test-app';

interface Published {
  readonly publication: JsonObject;
  readonly package: JsonObject;
  readonly receipt: JsonObject;
}

/** As Python's json.dumps writes with its default settings: blanks after `,` and `:`, everything but ASCII escaped. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, member]) => `${pythonJson(name)}: ${pythonJson(member)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What Studio and the tools that it starts rely on (studio.md sections 2 to 4 and 7). */
describe('Studio', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  /** As Python's urllib sends it. */
  async function urllibPost(path: string, body: string): Promise<RawAnswer> {
    const connection = await RawHttp.open(app.port);
    connection.head(
      `POST ${path} HTTP/1.1`,
      'Accept-Encoding: identity',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `Host: 127.0.0.1:${app.port}`,
      'User-Agent: Python-urllib/3.12',
      `Authorization: Bearer ${PUBLISH_TOKEN}`,
      'Connection: close',
    );
    await connection.write(body);
    const answer = await connection.answer();
    connection.close();
    return answer;
  }

  it('publishes as urllib does, with the digests of any other spelling of the same values', async () => {
    const name = 'Büro für \u{1f4da} \u2028 "Bücher" <& ähnliches>';
    const manifest = { ...(samplePackage().manifest as JsonObject), name, ratio: 1, tiny: 0.1 };
    const python = pythonJson(samplePackage({ package_id: 'python', manifest })).replace('"ratio": 1', '"ratio": 1.0');
    const fromPython = await urllibPost('/registry-api/v1/publications', python);
    expect(fromPython.status).toBe(201);
    const compact = await app.publisher().publishPackage(samplePackage({ package_id: 'compact', manifest }));
    const [first, second] = [JSON.parse(fromPython.body) as Published, compact.body as Published];
    for (const digest of ['manifest_digest', 'definition_digest', 'lock_digest', 'package_execution_signature']) {
      expect(first.package[digest]).toBe(second.package[digest]);
    }
    expect(first.package.manifest).toEqual(second.package.manifest);
  });

  it('may have the doubled prefix in its configured address', async () => {
    const doubled = '/registry-api/v1/registry-api/v1';
    const published = await urllibPost(`${doubled}/templates`, pythonJson(demoRequest(DEMO_TEMPLATE)));
    expect(published.status).toBe(201);
    const download = await app.anonymous().getPage(`${doubled}/templates/city-library-starter/0.1.0/download`);
    expect(download.body).toEqual(demoRequest(DEMO_TEMPLATE).package);
  });

  it('finds every member that it reads in the answer to a publish', async () => {
    const {
      publication,
      package: record,
      receipt,
    } = (await app.publisher().publishPackage(samplePackage())).body as Published;
    expect(record).toMatchObject({
      package_id: 'city-library-lending',
      package_version: '1.0.0',
      contract_signature: expect.any(String) as string,
      lineage: { product_revision: { revision_number: 1 }, developer_revision: { revision_number: 1 } },
      download_count: 0,
      lifecycle: { status: 'active' },
    });
    expect(new Date(publication.published_at as string).getTime()).not.toBeNaN();
    expect(Object.keys(receipt)).toEqual(
      expect.arrayContaining(['receipt_id', 'registry_signature', 'signature_algorithm', 'key_id']),
    );
  });

  it('may publish again what it has stored locally: the stamps of before are overwritten', async () => {
    const first = (await app.publisher().publishPackage(samplePackage()).expect(201)).body as Published;
    const { manifest, recommended_lock, service_definition } = first.package as Record<string, JsonObject>;
    const stale = { service_definition_digest: 'sha256:old', package_execution_signature: 'sha256:old' };
    const again = await app.publisher().publishPackage({
      ...first.package,
      package_version: '1.0.1',
      manifest: { ...manifest, ...stale },
      recommended_lock: { ...recommended_lock, ...stale },
    });
    expect(again).toHaveStatus(201);
    const { package: record } = again.body as Published;
    for (const name of ['manifest_digest', 'definition_digest', 'lock_digest', 'package_execution_signature']) {
      expect(record[name]).toBe(first.package[name]);
    }
    expect(record.manifest).toEqual(manifest);
    expect(record.service_definition).toEqual(service_definition);
  });

  it('gets every refusal with a text under `error`', async () => {
    for (const answer of [
      await app.anonymous().publishPackage({}),
      await app.publisher().publishPackage('{'),
      await app.publisher().publishTemplate({}),
      await app.anonymous().get('/packages/a/1'),
      await app.anonymous().get('/nothing'),
    ]) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect((answer.body as { error: JsonValue }).error).toEqual(expect.stringMatching(/\S/));
    }
  });

  it('and the verifier get plain 200s, unpacked, for the three requests of a verification', async () => {
    await publishPackage(app, 'studio/verified');
    const path = '/packages/studio%2Fverified/1.0.0';
    for (const request of [`${path}/download`, `${path}/receipt`, '/keys']) {
      const answer = await app
        .anonymous()
        .get(request)
        .set('Accept-Encoding', 'gzip')
        .set('User-Agent', 'Go-http-client/1.1');
      expect(answer).toHaveStatus(200);
      expect(answer.headers).not.toHaveProperty('content-encoding');
      expect(answer.headers['content-type']).toBe('application/json');
    }
    expect((await app.anonymous().get(path)).body).toMatchObject({ download_count: 1 });
  });

  it('and keys and healthz name the same mode and active key', async () => {
    const [keys, healthz] = await Promise.all([app.anonymous().get('/keys'), app.anonymous().get('/healthz')]);
    for (const member of ['signing_mode', 'active_key_id']) {
      expect((keys.body as JsonObject)[member]).toBe((healthz.body as JsonObject)[member]);
    }
  });
});
