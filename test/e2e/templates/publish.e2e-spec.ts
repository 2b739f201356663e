import type { JsonObject } from '../../../src/core/json/json-value';
import { DEMO_TEMPLATE, demoRequest } from '../../support/demo-requests';
import { RawHttp } from '../../support/raw-http';
import { sampleTemplate } from '../../support/sample-template';
import { shapeFaults } from '../../support/schemas';
import { PUBLISH_TOKEN, TestApp } from '../../support/test-app';

const CAP_BYTES = 2_097_152;

describe('POST /templates', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  it('answers 201 with the record, which carries digests and no signature', async () => {
    const answer = await app.publisher().publishTemplate(sampleTemplate());
    expect(answer).toHaveStatus(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { template } = answer.body as { template: JsonObject };
    expect(shapeFaults('templateRecord', template)).toEqual([]);
    expect((await app.anonymous().get('/templates/sample-template/1.0.0')).body).toEqual(template);
    expect(await app.rowCounts()).toMatchObject({
      artifacts: 1,
      template_versions: 1,
      template_version_stats: 1,
      artifact_search: 1,
      receipts: 0,
      package_versions: 0,
    });
  });

  it('takes id and version from the manifest when the request has none', async () => {
    const { manifest, template } = sampleTemplate('from-manifest', '3.1.0');
    const answer = await app.publisher().publishTemplate({ template_id: ' ', manifest, template });
    expect(answer).toHaveStatus(201);
    expect(answer.body).toMatchObject({ template: { template_id: 'from-manifest', template_version: '3.1.0' } });
  });

  it('takes the publisher from the credential', async () => {
    const request = { ...sampleTemplate(), publisher_id: 'somebody-else', publisher_type: 'official' };
    const answer = await app.publisher().publishTemplate(request).expect(201);
    expect(answer.body).toMatchObject({ template: { publisher_id: 'local-registry', publisher_type: 'local' } });
  });

  it.each([
    ['a wrong member type before identity', { package: [], template_id: '' }, 'MEMBER_TYPE_INVALID'],
    ['no id anywhere', { template_id: '', manifest: {} }, 'IDENTITY_REQUIRED'],
    ['an id outside the grammar', { template_id: 'a b' }, 'ARTIFACT_ID_INVALID'],
    ['a version outside the grammar', { template_version: '1 0' }, 'ARTIFACT_VERSION_INVALID'],
    ['another id than the manifest has', { template_id: 'other' }, 'TEMPLATE_IDENTITY_MISMATCH'],
    ['another version than the manifest has', { template_version: '9.9.9' }, 'TEMPLATE_IDENTITY_MISMATCH'],
    ['a template that is not what the manifest digests', { template: { id: 'x' } }, undefined],
  ])('refuses %s and leaves no trace', async (_, changes, code) => {
    const before = await app.rowCounts();
    const answer = await app.publisher().publishTemplate({ ...sampleTemplate(), ...changes });
    expect(answer).toHaveStatus(400);
    expect(shapeFaults('problem', answer.body)).toEqual([]);
    if (code !== undefined) expect(answer).toHaveErrorCode(code, 400);
    expect(await app.rowCounts()).toEqual(before);
  });

  it('refuses an envelope whose manifest or template is not the validated one', async () => {
    const request = demoRequest(DEMO_TEMPLATE);
    const envelope = request.package as JsonObject;
    for (const member of ['manifest', 'template']) {
      const changed = { ...(envelope[member] as JsonObject), smuggled: 'x' };
      const answer = await app.publisher().publishTemplate({ ...request, package: { ...envelope, [member]: changed } });
      expect(answer).toHaveErrorCode('TEMPLATE_ENVELOPE_INVALID', 400);
    }
    expect((await app.rowCounts()).template_versions).toBe(0);
  });

  it('keeps an empty envelope empty', async () => {
    await app
      .publisher()
      .publishTemplate({ ...sampleTemplate('hollow'), package: {} })
      .expect(201);
    expect((await app.anonymous().get('/templates/hollow/1.0.0/download')).text).toBe('{}\n');
  });

  it('answers a version that exists before a broken rule, and leaves no trace', async () => {
    await app.publisher().publishTemplate(sampleTemplate()).expect(201);
    const before = await app.rowCounts();
    const broken = { template_id: 'sample-template', template_version: '1.0.0' };
    for (const request of [sampleTemplate(), broken]) {
      const answer = await app.publisher().publishTemplate(request);
      expect(answer).toHaveErrorCode('VERSION_EXISTS', 409);
      expect(answer.body).toMatchObject({ details: { pointer: '/template_version' } });
    }
    expect(await app.rowCounts()).toEqual(before);
  });

  it('refuses a look-alike, and leaves no trace', async () => {
    await app.publisher().publishTemplate(sampleTemplate()).expect(201);
    const before = await app.rowCounts();
    const answer = await app.publisher().publishTemplate(sampleTemplate('Sample_Template'));
    expect(answer).toHaveErrorCode('ARTIFACT_ID_TAKEN', 409);
    expect(answer.body).toMatchObject({ details: { pointer: '/template_id' } });
    expect(await app.rowCounts()).toEqual(before);
  });

  it('takes a body of exactly 2 MiB and refuses one byte more while it arrives', async () => {
    const valid = JSON.stringify(sampleTemplate());
    const padded = valid + ' '.repeat(CAP_BYTES - Buffer.byteLength(valid));
    await app.publisher().publishTemplate(padded).expect(201);
    const answer = await app.publisher().publishTemplate(`${padded} `);
    expect(answer).toHaveErrorCode('BODY_TOO_LARGE', 413);
    expect(answer.body).toMatchObject({ details: { limit: CAP_BYTES } });

    const connection = await RawHttp.open(app.port);
    connection.head(
      'POST /registry-api/v1/templates HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${PUBLISH_TOKEN}`,
      'Transfer-Encoding: chunked',
    );
    await connection.write(`${(CAP_BYTES + 1).toString(16)}\r\n${padded} \r\n`);
    expect(await connection.answer()).toMatchObject({ status: 413 });
    connection.close();
  });

  it('refuses what is no JSON, and a request member that comes twice', async () => {
    expect(await app.publisher().publishTemplate('{')).toHaveErrorCode('JSON_SYNTAX', 400);
    expect(await app.publisher().publishTemplate('')).toHaveErrorCode('BODY_EMPTY', 400);
    const repeated = '{"template_id":"a","template_id":"b"}';
    expect(await app.publisher().publishTemplate(repeated)).toHaveErrorCode('JSON_REPEATED_MEMBER', 400);
  });
});
