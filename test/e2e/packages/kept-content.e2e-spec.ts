import { gunzipSync } from 'node:zlib';
import { leasesHaveEnded } from '../../../src/database/leased-reads';
import { ContentCache } from '../../../src/packages/content-cache';
import { KeptGzip } from '../../../src/packages/kept-gzip';
import { samplePackage } from '../../support/demo-requests';
import { exchange } from '../../support/plain-http';
import { publishPackage, setLifecycle } from '../../support/publish';
import { TestApp } from '../../support/test-app';

const ID = 'city-library-lending';
const PATH = `/packages/${ID}/1.0.0`;
const READS = ['', '/receipt', '/lock', '/download'];

describe('published content that is kept in memory', () => {
  let app: TestApp;
  /** Another replica of the Registry on the same store. */
  let other: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    other = await TestApp.start({ database: app.database });
  });
  beforeEach(async () => {
    await app.empty();
    await publishPackage(app, ID);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await other.close();
    await app.close();
  });

  const read = async (from: TestApp, path: string): Promise<string> =>
    (await from.anonymous().head(`${PATH}${path}`)).status === 200
      ? (await from.anonymous().get(`${PATH}${path}`)).text
      : 'refused';

  it('is the same bytes the second time', async () => {
    for (const path of ['', '/receipt']) {
      const first = await read(app, path);
      const hitsBefore = app.app.get(ContentCache).hits;
      expect(await read(app, path)).toBe(first);
      expect(app.app.get(ContentCache).hits).toBeGreaterThan(hitsBefore);
      expect(await read(other, path)).toBe(first);
    }
  });

  it('shows what another replica has changed', async () => {
    for (const path of READS) await read(app, path);
    await other.anonymous().get(`${PATH}/download`).expect(200);
    // A change of lifecycle waits for this by itself.
    await leasesHaveEnded();
    expect((await app.anonymous().get(PATH)).body).toMatchObject({ download_count: 2 });
    await setLifecycle(other, ID, '1.0.0', 'deprecated');
    expect((await app.anonymous().get(PATH)).body).toMatchObject({ lifecycle: { status: 'deprecated' } });
    await setLifecycle(other, ID, '1.0.0', 'takedown');
    const statuses = await Promise.all(READS.map(async (path) => (await app.anonymous().get(PATH + path)).status));
    expect(statuses).toEqual([410, 200, 410, 410]);
  });

  it('is never that of another publish under the same name, as in a store that was restored', async () => {
    for (const path of READS) await read(app, path);
    await other.empty();
    for (const path of READS) expect(await read(app, path)).toBe('refused');
    await other
      .publisher()
      .publishPackage(samplePackage({ readme: 'another one' }))
      .expect(201);
    for (const path of ['', '/receipt']) expect(await read(app, path)).toBe(await read(other, path));
    expect((await app.anonymous().get(PATH)).body).toMatchObject({ readme: 'another one', download_count: 0 });
  });

  it('answers readers who come at the same time, each with what they asked for', async () => {
    await publishPackage(app, 'another-package');
    const paths = ['another-package', ID, 'missing', ID, 'another-package'];
    const answers = await Promise.all(paths.map((id) => app.anonymous().get(`/packages/${id}/1.0.0`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 200, 200]);
    expect(answers.map(({ body }) => (body as { package_id?: string }).package_id)).toEqual([
      'another-package',
      ID,
      undefined,
      ID,
      'another-package',
    ]);
  });

  describe('of a record for who takes gzip', () => {
    const address = `/registry-api/v1${PATH}`;
    const plain = async (): Promise<string> => (await exchange(app.origin, address)).body.toString('utf8');
    const gzipped = async (): Promise<string> => {
      const { headers, body } = await exchange(app.origin, address, { 'accept-encoding': 'gzip' });
      expect(headers['content-encoding']).toBe('gzip');
      return gunzipSync(body).toString('utf8');
    };

    it('is compressed once for all who ask, whatever changes beside it', async () => {
      const compress = jest.spyOn(KeptGzip, 'of');
      const first = await plain();
      expect(await Promise.all(Array.from({ length: 8 }, gzipped))).toEqual(Array(8).fill(first));
      await app.anonymous().get(`${PATH}/download`).expect(200);
      const counted = await gzipped();
      expect(JSON.parse(counted)).toMatchObject({ download_count: 1 });
      await setLifecycle(other, ID, '1.0.0', 'deprecated', { reason: 'ersetzt, s. „Neu“ 図'.repeat(50) });
      const deprecated = await gzipped();
      expect(deprecated).toBe(await plain());
      expect(new Set([first, counted, deprecated]).size).toBe(3);
      expect(compress).toHaveBeenCalledTimes(1);
    });

    it('holds back nobody else while it is compressed', async () => {
      const [begun, held] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
      const compress = KeptGzip.of.bind(KeptGzip);
      jest.spyOn(KeptGzip, 'of').mockImplementation(async (...content) => {
        begun.resolve(undefined);
        await held.promise;
        return compress(...content);
      });
      const waiting = gzipped();
      await begun.promise;
      const answered = await plain();
      held.resolve(undefined);
      expect(await waiting).toBe(answered);
    });

    it('goes to nobody once the version was taken down', async () => {
      await gzipped();
      await setLifecycle(other, ID, '1.0.0', 'takedown');
      const { status, body } = await exchange(app.origin, address, { 'accept-encoding': 'gzip' });
      expect(status).toBe(410);
      expect(body.toString('utf8')).not.toContain('manifest');
    });

    it('is never that of another publish under the same name', async () => {
      const before = await gzipped();
      await other.empty();
      await other
        .publisher()
        .publishPackage(samplePackage({ readme: 'another one' }))
        .expect(201);
      const after = await gzipped();
      expect(after).not.toBe(before);
      expect(after).toBe(await plain());
      const compress = jest.spyOn(KeptGzip, 'of');
      expect(await gzipped()).toBe(after);
      expect(compress).not.toHaveBeenCalled();
    });
  });

  it('tells its size and its hits to the metrics', async () => {
    await read(app, '');
    const { text } = await app.anonymous().get('/metrics');
    // The registry of prom-client is one per process, and the last application has its metrics in it.
    expect(text).toMatch(/^anip_registry_content_cache_bytes \d+$/m);
    expect(text).toMatch(/^anip_registry_content_cache_requests_total\{result="hit"\} \d+$/m);
  });

  it('is read anew each time when nothing may be kept', async () => {
    const without = await TestApp.start({
      database: app.database,
      env: { ANIP_REGISTRY_CONTENT_CACHE_MIB: '0' },
    });
    for (const path of ['', '/receipt', '/lock']) {
      const first = await read(without, path);
      expect(first).not.toBe('refused');
      expect(await read(without, path)).toBe(first);
    }
    expect(without.app.get(ContentCache)).toMatchObject({ hits: 0, sizeBytes: 0 });
    await without.close();
  });
});
