import type { JsonObject } from '../../../src/core/json/json-value';
import { samplePackage } from '../../support/demo-requests';
import { shapeFaults } from '../../support/schemas';
import { TestApp } from '../../support/test-app';

interface Published {
  readonly publication: JsonObject;
  readonly package: JsonObject;
  readonly receipt: JsonObject;
}

describe('POST /publications', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  it('answers 201 with the publication, the record and the receipt, in the shapes of the contract', async () => {
    const answer = await app.publisher().publishPackage(samplePackage());
    expect(answer).toHaveStatus(201);
    expect(shapeFaults('published', answer.body)).toEqual([]);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text.endsWith('}\n')).toBe(true);
    const { publication, package: record } = answer.body as Published;
    expect(publication.download_count).toBe(0);
    expect(publication.lifecycle).toEqual({ status: 'active' });
    expect((await app.anonymous().get('/packages/city-library-lending/1.0.0')).body).toEqual(record);
  });

  it('commits every part of a version', async () => {
    const before = await app.rowCounts();
    await app.publisher().publishPackage(samplePackage()).expect(201);
    const added = Object.entries(await app.rowCounts()).map(([table, rows]) => [table, rows - (before[table] ?? 0)]);
    expect(Object.fromEntries(added)).toEqual({
      artifact_search: 1,
      artifacts: 1,
      // manifest, definition, lock, lineage, display, receipt payload
      blobs: 6,
      downloads_daily: 0,
      package_lifecycle: 1,
      package_lifecycle_history: 0,
      package_version_stats: 1,
      package_versions: 1,
      receipts: 1,
      template_version_stats: 0,
      template_versions: 0,
    });
  });

  it('takes the publisher from the credential, whatever the body says', async () => {
    const request = samplePackage({ publisher_id: 'somebody-else', publisher_type: 'official' });
    const answer = await app.publisher().publishPackage(request).expect(201);
    const { publication, package: record, receipt } = answer.body as Published;
    for (const part of [publication, record, receipt]) {
      expect(part).toMatchObject({ publisher_id: 'local-registry', publisher_type: 'local' });
    }
  });

  it('takes no content type, a wrong one, and unknown members', async () => {
    const client = app.publisher();
    const request = samplePackage({ package_id: 'plain', unknown_member: { depth: [1] } });
    await client.publishPackage(request).set('Content-Type', 'text/plain').expect(201);
    await client
      .publishPackage({ ...request, package_id: 'odd' })
      .set('Content-Type', 'x')
      .expect(201);
  });

  it('stores identical documents under two ids once', async () => {
    await app.publisher().publishPackage(samplePackage()).expect(201);
    const { blobs = 0 } = await app.rowCounts();
    const second = await app.publisher().publishPackage(samplePackage({ package_id: 'twin' }));
    expect(second).toHaveStatus(201);
    // The payload of the second receipt is the only new content.
    expect(await app.rowCounts()).toMatchObject({ blobs: blobs + 1, package_versions: 2, receipts: 2 });
    const [twin, first] = await Promise.all(
      ['twin', 'city-library-lending'].map(
        async (id) => (await app.anonymous().get(`/packages/${id}/1.0.0`)).body as JsonObject,
      ),
    );
    expect(twin?.manifest).toEqual(first?.manifest);
  });

  it('publishes and serves an id with a slash, addressed as %2F', async () => {
    await app
      .publisher()
      .publishPackage(samplePackage({ package_id: 'city/library-lending' }))
      .expect(201);
    for (const [path, header] of [
      ['', undefined],
      ['/receipt', undefined],
      ['/lock', 'attachment; filename="city-library-lending-1.0.0.anip.lock.json"'],
      ['/download', 'attachment; filename="city-library-lending-1.0.0.anip-package.json"'],
    ] as const) {
      const answer = await app.anonymous().get(`/packages/city%2Flibrary-lending/1.0.0${path}`);
      expect(answer).toHaveStatus(200);
      expect(answer.body).toMatchObject({ package_id: 'city/library-lending' });
      expect(answer.headers['content-disposition']).toBe(header);
    }
  });

  describe('answers in the order: types, identity, existence, rules', () => {
    it.each([
      [
        'a wrong member type before a missing identity',
        { readme: 7, package_id: '' },
        'MEMBER_TYPE_INVALID',
        '/readme',
      ],
      ['a wrong type of what is discarded anyway', { publisher_id: [] }, 'MEMBER_TYPE_INVALID', '/publisher_id'],
      ['a missing id', { package_id: '', manifest: {} }, 'IDENTITY_REQUIRED', '/package_id'],
      ['null as absent', { package_version: null }, 'IDENTITY_REQUIRED', '/package_version'],
      ['a missing project', { project_ref: '' }, 'IDENTITY_REQUIRED', '/project_ref'],
      ['a missing contract signature', { contract_signature: '' }, 'IDENTITY_REQUIRED', '/contract_signature'],
      ['an id outside the grammar', { package_id: '../up' }, 'ARTIFACT_ID_INVALID', '/package_id'],
      [
        'a version outside the grammar',
        { package_version: '1.0 beta' },
        'ARTIFACT_VERSION_INVALID',
        '/package_version',
      ],
      ['a project with a control character', { project_ref: 'a\u0007' }, 'IDENTITY_TEXT_INVALID', '/project_ref'],
      ['a rule', { schema_version: 'v0' }, 'SCHEMA_VERSION_UNSUPPORTED', '/schema_version'],
    ])('%s', async (_, changes, code, pointer) => {
      const before = await app.rowCounts();
      const answer = await app.publisher().publishPackage(samplePackage(changes));
      expect(answer).toHaveErrorCode(code, 400);
      expect(shapeFaults('problem', answer.body)).toEqual([]);
      expect(answer.body).toMatchObject({ details: { pointer } });
      expect(await app.rowCounts()).toEqual(before);
    });

    it('a version that exists before a broken rule, and leaves no trace', async () => {
      await app.publisher().publishPackage(samplePackage()).expect(201);
      const before = await app.rowCounts();
      const answer = await app.publisher().publishPackage(samplePackage({ schema_version: 'v0', manifest: {} }));
      expect(answer).toHaveErrorCode('VERSION_EXISTS', 409);
      expect(answer.body).toMatchObject({ details: { pointer: '/package_version', actual: '1.0.0' } });
      expect(await app.rowCounts()).toEqual(before);
    });

    it('a broken identity before a version that exists', async () => {
      await app.publisher().publishPackage(samplePackage()).expect(201);
      const answer = await app.publisher().publishPackage(samplePackage({ developer_revision_ref: '' }));
      expect(answer).toHaveErrorCode('IDENTITY_REQUIRED', 400);
    });
  });

  it.each(['City-Library-Lending', 'city_library.lending', 'CITY.LIBRARY.LENDING'])(
    'refuses %s beside city-library-lending, and leaves no trace',
    async (lookAlike) => {
      await app.publisher().publishPackage(samplePackage()).expect(201);
      const before = await app.rowCounts();
      const answer = await app.publisher().publishPackage(samplePackage({ package_id: lookAlike }));
      expect(answer).toHaveErrorCode('ARTIFACT_ID_TAKEN', 409);
      expect(answer.body).toMatchObject({ details: { pointer: '/package_id', actual: lookAlike } });
      expect(await app.rowCounts()).toEqual(before);
    },
  );
});
