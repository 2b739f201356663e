import { ContentCache } from '../../../src/packages/content-cache';
import { publishPackage, setLifecycle } from '../../support/publish';
import { TestApp } from '../../support/test-app';

const ID = 'city-library-lending';
const PATH = `/registry/packages/${ID}/1.0.0`;
const COOKIES = ['', 'anip_registry_time=iso', 'anip_registry_time=local'];
/** Both are asked under one name, which is on the page. */
const env = { ANIP_REGISTRY_PUBLIC_BASE_URL: 'https://registry.example' };

describe('the page of a version that is kept in memory', () => {
  let keeping: TestApp;
  /** Another replica on the same store, which keeps nothing and so prints each page anew. */
  let fresh: TestApp;

  beforeAll(async () => {
    keeping = await TestApp.start({ env });
    fresh = await TestApp.start({ database: keeping.database, env: { ...env, ANIP_REGISTRY_CONTENT_CACHE_MIB: '0' } });
  });
  beforeEach(async () => {
    await keeping.empty();
    await publishPackage(keeping, ID);
  });
  afterAll(async () => {
    await fresh.close();
    await keeping.close();
  });

  async function pageOf(app: TestApp, path: string, headers: Readonly<Record<string, string>>): Promise<object> {
    const answer = await app.anonymous().getPage(path).set(headers);
    const named = ['etag', 'content-length', 'content-encoding', 'content-security-policy', 'vary'];
    return {
      status: answer.status,
      text: answer.text,
      ...Object.fromEntries(named.map((name) => [name, (answer.headers as Readonly<Record<string, string>>)[name]])),
    };
  }

  /** Of every kind of reader, under two addresses that lead back to themselves. */
  async function pagesOf(app: TestApp): Promise<object[]> {
    const pages: object[] = [];
    for (const path of [PATH, `${PATH}?from=elsewhere`]) {
      for (const cookie of COOKIES) {
        const [plain, compressed] = [
          await pageOf(app, path, { cookie, 'accept-encoding': 'identity' }),
          await pageOf(app, path, { cookie, 'accept-encoding': 'gzip' }),
        ];
        expect(plain).toMatchObject({ status: 200, 'content-length': expect.stringMatching(/^\d+$/) as unknown });
        expect(compressed).toEqual({ ...plain, 'content-length': undefined, 'content-encoding': 'gzip' });
        pages.push(plain);
      }
    }
    return pages;
  }

  it('is the page that a replica prints anew, whatever another one has changed', async () => {
    const changes: readonly (() => Promise<unknown>)[] = [
      () => Promise.resolve(),
      () => fresh.anonymous().get(`/packages/${ID}/1.0.0/download`).expect(200),
      () => publishPackage(fresh, ID, '1.1.0'),
      () => setLifecycle(fresh, ID, '1.1.0', 'takedown'),
      () => setLifecycle(fresh, ID, '1.0.0', 'deprecated', { reason: '<b>old</b>' }),
      () => setLifecycle(fresh, ID, '1.0.0', 'yanked'),
    ];
    const seen = new Set<unknown>();
    for (const change of changes) {
      // The reader who comes first after the change was the last one before it, and would get that page again.
      await pageOf(keeping, PATH, { cookie: '', 'accept-encoding': 'identity' });
      await change();
      const pages = await pagesOf(keeping);
      expect(await pagesOf(keeping)).toEqual(pages);
      expect(await pagesOf(fresh)).toEqual(pages);
      for (const { etag } of pages as { etag: string }[]) seen.add(etag);
    }
    expect(seen.size).toBe(changes.length * 2 * COOKIES.length);
  });

  it('is read and printed once, and counted as kept content', async () => {
    const cache = keeping.app.get(ContentCache);
    await keeping.anonymous().getPage(PATH).expect(200);
    const { hits, sizeBytes } = cache;
    await keeping.anonymous().getPage(PATH).expect(200);
    expect(cache.hits).toBe(hits + 1);
    expect(cache.sizeBytes).toBe(sizeBytes);
    expect(fresh.app.get(ContentCache).sizeBytes).toBe(0);
  });

  it('is gone as soon as its version was taken down, and the same as before when that was a mistake', async () => {
    await keeping.anonymous().getPage(PATH).expect(200);
    await setLifecycle(fresh, ID, '1.0.0', 'takedown');
    const gone = await keeping.anonymous().getPage(PATH).set('Accept', 'text/html');
    expect(gone).toHaveStatus(410);
    for (const content of ['library.title.search', 'City library']) expect(gone.text).not.toContain(content);
    await setLifecycle(fresh, ID, '1.0.0', 'active');
    expect(await pagesOf(keeping)).toEqual(await pagesOf(fresh));
  });

  it('is never that of another publish under the same name, as in a store that was restored', async () => {
    await keeping.anonymous().getPage(PATH).expect(200);
    await fresh.empty();
    expect(await keeping.anonymous().getPage(PATH)).toHaveErrorCode('PACKAGE_NOT_FOUND', 404);
    await publishPackage(fresh, ID, '1.0.0', { readme: 'another publish' });
    const { text } = await keeping.anonymous().getPage(PATH);
    expect(text).toContain('another publish');
    expect(text).toContain('Signature verified');
  });
});
