import { samplePackage } from '../../support/demo-requests';
import { publishPackage } from '../../support/publish';
import { TcpProxy } from '../../support/tcp-proxy';
import { TestApp } from '../../support/test-app';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

/** The contract's clients give up after this long; what comes later, nobody hears (studio.md section 1). */
const CLIENT_PATIENCE_MS = 30_000;

describe('a database that takes every packet and answers none', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let app: TestApp;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.start(database.url);
    app = await TestApp.start({ database, databaseUrl: proxy.url });
    await publishPackage(app, 'there');
  });
  afterAll(async () => {
    await app.close();
    await proxy.stop();
    await database.drop();
  });

  it(
    'is a 503 before the client gives up, on connections old and new; and is over when it speaks again',
    async () => {
      proxy.isSilent = true;
      const startedAt = performance.now();
      const answers = await Promise.all([
        app.anonymous().get('/publications'),
        app.anonymous().get('/packages/there/1.0.0'),
        app.anonymous().get('/packages/there/1.0.0/download'),
        app.anonymous().get('/keys'),
        app.publisher().publishPackage(samplePackage()),
      ]);
      for (const answer of answers) expect(answer).toHaveErrorCode('STORE_UNAVAILABLE', 503);
      expect(performance.now() - startedAt).toBeLessThan(CLIENT_PATIENCE_MS);
      await app.anonymous().get('/healthz').expect(200);

      proxy.isSilent = false;
      await app.anonymous().get('/publications').expect(200);
      await app.publisher().publishPackage(samplePackage()).expect(201);
    },
    2 * CLIENT_PATIENCE_MS,
  );
});
