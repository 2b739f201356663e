import { samplePackage } from '../../support/demo-requests';
import { sampleTemplate } from '../../support/sample-template';
import { TcpProxy, type Verdict } from '../../support/tcp-proxy';
import { TestApp } from '../../support/test-app';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

/**
 * The proxy between the application and Postgres sees each statement; where it cuts stands for a process that is
 * killed, a server that restarts and a cable that is pulled at that very moment.
 */
describe('a publish whose connection is cut', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let app: TestApp;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.start(database.url);
    app = await TestApp.start({ database, databaseUrl: proxy.url });
  });
  beforeEach(() => app.empty());
  afterAll(async () => {
    await app.close();
    await proxy.stop();
    await database.drop();
  });

  /** Once, at the first statement that has this text in it. */
  function cutAt(text: string, verdict: Verdict = 'cut'): () => boolean {
    let wasCut = false;
    proxy.watch = (bytes) => {
      if (wasCut || !bytes.includes(text)) return 'pass';
      wasCut = true;
      return verdict;
    };
    return () => wasCut;
  }

  it.each([
    'START TRANSACTION',
    'pg_advisory_xact_lock',
    'INTO registry.artifacts',
    'INTO registry.blobs',
    '"package_versions"',
    '"receipts"',
    '"package_lifecycle"',
    '"package_version_stats"',
    'INTO registry.artifact_search',
    'COMMIT',
  ])('at %s leaves nothing half-made, and succeeds when it is sent again', async (statement) => {
    const before = await app.rowCounts();
    const wasCut = cutAt(statement);
    const answer = await app.publisher().publishPackage(samplePackage());
    expect(answer).toHaveErrorCode('STORE_UNAVAILABLE', 503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(wasCut()).toBe(true);
    expect(await app.rowCounts()).toEqual(before);
    await app.anonymous().get('/packages/city-library-lending/1.0.0').expect(404);

    await app.publisher().publishPackage(samplePackage()).expect(201);
    await app.anonymous().get('/packages/city-library-lending/1.0.0/lock').expect(200);
  });

  it.each([
    'INTO registry.artifacts',
    'INTO registry.blobs',
    '"template_versions"',
    '"template_version_stats"',
    'COMMIT',
  ])('of a template at %s leaves nothing half-made', async (statement) => {
    const before = await app.rowCounts();
    const wasCut = cutAt(statement);
    expect(await app.publisher().publishTemplate(sampleTemplate())).toHaveErrorCode('STORE_UNAVAILABLE', 503);
    expect(wasCut()).toBe(true);
    expect(await app.rowCounts()).toEqual(before);
    await app.publisher().publishTemplate(sampleTemplate()).expect(201);
  });

  it('after COMMIT, when the answer is lost, has published the whole version, and says so when it is sent again', async () => {
    const wasCut = cutAt('COMMIT', 'cut the answer');
    expect(await app.publisher().publishPackage(samplePackage())).toHaveErrorCode('STORE_UNAVAILABLE', 503);
    expect(wasCut()).toBe(true);
    expect(await app.publisher().publishPackage(samplePackage())).toHaveErrorCode('VERSION_EXISTS', 409);
    for (const suffix of ['', '/lock', '/receipt', '/download']) {
      await app.anonymous().get(`/packages/city-library-lending/1.0.0${suffix}`).expect(200);
    }
  });

  it('does not keep the lock on the name', async () => {
    cutAt('"receipts"');
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        app.publisher().publishPackage(samplePackage({ package_version: `1.0.${index}` })),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => ![201, 503].includes(status))).toEqual([]);
    for (const [index, { status }] of answers.entries()) {
      const again = await app.publisher().publishPackage(samplePackage({ package_version: `1.0.${index}` }));
      expect(again).toHaveStatus(status === 201 ? 409 : 201);
    }
    expect(await app.rowCounts()).toMatchObject({ package_versions: 6, receipts: 6, artifact_search: 6 });
  });

  it('and a download whose count is cut is not answered, and not counted', async () => {
    await app.publisher().publishPackage(samplePackage()).expect(201);
    const wasCut = cutAt('registry.downloads_daily');
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => app.anonymous().get('/packages/city-library-lending/1.0.0/download')),
    );
    expect(wasCut()).toBe(true);
    const delivered = answers.filter(({ status }) => status === 200).length;
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer).toHaveErrorCode('STORE_UNAVAILABLE', 503);
    }
    expect(delivered).toBeLessThan(5);
    const inspected = await app.anonymous().get('/packages/city-library-lending/1.0.0');
    expect(inspected.body).toMatchObject({ download_count: delivered });
  });
});
