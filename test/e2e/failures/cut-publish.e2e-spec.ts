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

  /** Once, at the first statement that has this text or this name. */
  function cutAt(text: string, verdict: Verdict = 'cut'): () => boolean {
    let wasCut = false;
    proxy.watch = (bytes) => {
      if (wasCut || !bytes.includes(text)) return 'pass';
      wasCut = true;
      return verdict;
    };
    return () => wasCut;
  }

  /** Rows by table, and what the audit trail tells of publishes that were accepted. */
  async function traces(): Promise<object> {
    const [trail] = await app.sql<{ accepted: string }>(
      `SELECT count(*) AS accepted FROM registry.audit_events
        WHERE event LIKE '%.publish"%' AND event LIKE '%"outcome":"accepted"%'`,
    );
    return { ...(await app.rowCounts()), ...trail };
  }

  /** Ends the session of whoever inserts into the table, in the middle of the statement. */
  async function killAt(table: string, when: string): Promise<() => Promise<void>> {
    await app.sql(`CREATE FUNCTION public.kill_session() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$`);
    const kind = when === 'BEFORE INSERT' ? 'TRIGGER' : 'CONSTRAINT TRIGGER';
    const deferred = kind === 'TRIGGER' ? '' : 'DEFERRABLE INITIALLY DEFERRED';
    await app.sql(`CREATE ${kind} kill_session ${when} ON registry.${table} ${deferred}
      FOR EACH ROW EXECUTE FUNCTION public.kill_session()`);
    return () => app.sql('DROP FUNCTION public.kill_session() CASCADE').then(() => undefined);
  }

  it.each(['package-exists', 'publish-package'])(
    'before %s has arrived leaves nothing, and succeeds when it is sent again',
    async (statement) => {
      const before = await traces();
      const wasCut = cutAt(statement);
      const answer = await app.publisher().publishPackage(samplePackage());
      expect(answer).toHaveErrorCode('STORE_UNAVAILABLE', 503);
      expect(answer.headers['retry-after']).toBe('5');
      expect(wasCut()).toBe(true);
      expect(await traces()).toEqual(before);
      await app.anonymous().get('/packages/city-library-lending/1.0.0').expect(404);

      await app.publisher().publishPackage(samplePackage()).expect(201);
      await app.anonymous().get('/packages/city-library-lending/1.0.0/lock').expect(200);
    },
  );

  it.each(['template-exists', 'publish-template'])(
    'of a template before %s has arrived leaves nothing',
    async (text) => {
      const before = await traces();
      const wasCut = cutAt(text);
      expect(await app.publisher().publishTemplate(sampleTemplate())).toHaveErrorCode('STORE_UNAVAILABLE', 503);
      expect(wasCut()).toBe(true);
      expect(await traces()).toEqual(before);
      await app.publisher().publishTemplate(sampleTemplate()).expect(201);
    },
  );

  it.each([
    ['artifacts', 'BEFORE INSERT'],
    ['package_versions', 'BEFORE INSERT'],
    ['blobs', 'BEFORE INSERT'],
    ['receipts', 'BEFORE INSERT'],
    ['package_lifecycle', 'BEFORE INSERT'],
    ['package_version_stats', 'BEFORE INSERT'],
    ['artifact_search', 'BEFORE INSERT'],
    ['audit_events', 'BEFORE INSERT'],
    ['audit_events', 'AFTER INSERT'],
  ])('at %s (%s) leaves nothing half-made; an AFTER is at the commit', async (table, when) => {
    const before = await traces();
    const stopKilling = await killAt(table, when);
    expect(await app.publisher().publishPackage(samplePackage())).toHaveErrorCode('STORE_UNAVAILABLE', 503);
    await stopKilling();
    expect(await traces()).toEqual(before);
    await app.publisher().publishPackage(samplePackage()).expect(201);
    expect(await app.rowCounts()).toMatchObject({ package_versions: 1, receipts: 1, artifact_search: 1 });
  });

  it.each(['artifacts', 'template_versions', 'blobs', 'template_version_stats', 'artifact_search', 'audit_events'])(
    'of a template at %s leaves nothing half-made',
    async (table) => {
      const before = await traces();
      const stopKilling = await killAt(table, 'BEFORE INSERT');
      expect(await app.publisher().publishTemplate(sampleTemplate())).toHaveErrorCode('STORE_UNAVAILABLE', 503);
      await stopKilling();
      expect(await traces()).toEqual(before);
      await app.publisher().publishTemplate(sampleTemplate()).expect(201);
    },
  );

  it('when only the answer is lost, has published the whole version, and says so when it is sent again', async () => {
    const wasCut = cutAt('publish-package', 'cut the answer');
    expect(await app.publisher().publishPackage(samplePackage())).toHaveErrorCode('STORE_UNAVAILABLE', 503);
    expect(wasCut()).toBe(true);
    expect(await app.publisher().publishPackage(samplePackage())).toHaveErrorCode('VERSION_EXISTS', 409);
    for (const suffix of ['', '/lock', '/receipt', '/download']) {
      await app.anonymous().get(`/packages/city-library-lending/1.0.0${suffix}`).expect(200);
    }
  });

  it('does not keep the lock on the name', async () => {
    // All connections are cut, so that some answers are lost and some statements never arrive.
    cutAt('publish-package');
    const publish = (index: number) =>
      app.publisher().publishPackage(samplePackage({ package_version: `1.0.${index}` }));
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => publish(index)));
    for (const [index, { status }] of answers.entries()) {
      expect([201, 503]).toContain(status);
      const again = await publish(index);
      expect(status === 201 ? [409] : [201, 409]).toContain(again.status);
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
