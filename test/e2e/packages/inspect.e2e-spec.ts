import { publishPackage, setLifecycle } from '../../support/publish';
import { shapeFaults } from '../../support/schemas';
import { TestApp } from '../../support/test-app';

const PATH = '/packages/city-library-lending/1.0.0';

describe('GET /packages/{id}/{version}', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    await app.empty();
    await publishPackage(app, 'city-library-lending');
  });
  afterAll(() => app.close());

  it('answers the record in the shape of the contract, as compact JSON with a final line feed', async () => {
    const answer = await app.anonymous().get(PATH).expect(200);
    expect(shapeFaults('record', answer.body)).toEqual([]);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-cache' });
    expect(answer.text).toMatch(/^\{"package_id":"city-library-lending",.*\}\n$/);
  });

  it('never counts as a download', async () => {
    for (let times = 0; times < 3; times += 1) await app.anonymous().get(PATH).expect(200);
    expect((await app.anonymous().get(PATH)).body).toMatchObject({ download_count: 0 });
    expect((await app.rowCounts()).downloads_daily).toBe(0);
  });

  it('answers 304 to the ETag of what has not changed, without body or type', async () => {
    const etag = String((await app.anonymous().get(PATH)).headers.etag);
    expect(etag).toMatch(/^W\/"[^"]+"$/);
    for (const value of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
      const answer = await app.anonymous().get(PATH).set('If-None-Match', value);
      expect(answer).toHaveStatus(304);
      expect(answer.headers).toMatchObject({ etag, 'cache-control': 'no-cache' });
      expect(answer.headers).not.toHaveProperty('content-type');
      expect(answer.text).toBe('');
    }
    await app.anonymous().get(PATH).set('If-None-Match', '"other"').expect(200);
  });

  it('gives another ETag after a download and after a lifecycle change', async () => {
    const etagNow = async (): Promise<unknown> => (await app.anonymous().get(PATH)).headers.etag;
    const etags = [await etagNow()];
    await app.anonymous().get(`${PATH}/download`).expect(200);
    etags.push(await etagNow());
    await setLifecycle(app, 'city-library-lending', '1.0.0', 'deprecated');
    etags.push(await etagNow());
    await setLifecycle(app, 'city-library-lending', '1.0.0', 'active');
    etags.push(await etagNow());
    expect(new Set(etags).size).toBe(4);
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    // The test client asks for compression with GET and not with HEAD; of a compressed answer no length is known.
    const got = await app.anonymous().get(PATH).set('Accept-Encoding', 'identity');
    const head = await app.anonymous().head(PATH).set('Accept-Encoding', 'identity').expect(200);
    for (const name of ['content-type', 'content-length', 'etag', 'cache-control']) {
      expect(head.headers[name]).toBe(got.headers[name]);
    }
    expect(head.text).toBeFalsy();
  });

  it.each([
    ['an unknown id', '/packages/unknown/1.0.0'],
    ['an unknown version', '/packages/city-library-lending/9.9.9'],
    ['the id in another case', '/packages/City-Library-Lending/1.0.0'],
    ['a look-alike', '/packages/city_library_lending/1.0.0'],
    ['an id that no grammar allows', '/packages/%20/1.0.0'],
    ['an id with U+0000', '/packages/a%00b/1.0.0'],
    ['an id with dots only', '/packages/%2e%2e%2fetc/1.0.0'],
    ['a version with a slash', '/packages/city-library-lending/1%2F0'],
    ['an id of 10 KB', `/packages/${'a'.repeat(10_000)}/1.0.0`],
    ['an id with a quote', "/packages/a'%3BDROP%20TABLE/1.0.0"],
  ])('answers 404 to %s', async (_, path) => {
    for (const suffix of ['', '/lock', '/receipt', '/download']) {
      const answer = await app.anonymous().get(`${path}${suffix}`);
      expect(answer).toHaveErrorCode('PACKAGE_NOT_FOUND', 404);
      expect(shapeFaults('problem', answer.body)).toEqual([]);
    }
  });
});
