import { once } from 'node:events';
import { MIGRATIONS } from '../../../migrations';
import { runMigrations } from '../../../src/database/migration-runner';
import { Lifetime } from '../../../src/http/lifetime';
import { samplePackage } from '../../support/demo-requests';
import { shapeFaults } from '../../support/schemas';
import { TestApp } from '../../support/test-app';
import { createEmptyDatabase, type TestDatabase } from '../../support/test-database';

const NAMES = MIGRATIONS.map(({ name }) => name);
const quiet = (): undefined => undefined;

describe('probes on a migrated database', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('GET /healthz says who it is and what it signs with', async () => {
    const answer = await app.anonymous().get('/healthz').expect(200);
    expect(shapeFaults('healthz', answer.body)).toEqual([]);
    expect(answer.body).toEqual({
      status: 'ok',
      service: 'anip-registry',
      signing_mode: 'dev',
      active_key_id: 'anip-registry-dev-ed25519-v1',
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('GET /readyz is ok with every migration applied', async () => {
    const answer = await app.anonymous().get('/readyz').expect(200);
    expect(shapeFaults('readyz', answer.body)).toEqual([]);
    const migration = { applied: true, applied_count: NAMES.length, expected_count: NAMES.length };
    expect(answer.body).toEqual({ status: 'ok', service: 'anip-registry', migration });
    expect(answer.headers).not.toHaveProperty('retry-after');
  });

  it('are made of the classes of the application, on which Express has nothing to change', async () => {
    const made = once(app.app.getHttpServer(), 'request') as Promise<[object, object]>;
    await app.anonymous().get('/healthz').expect(200);
    const names = (await made).map((message) => message.constructor.name);
    expect(names).toEqual(['ApplicationRequest', 'ApplicationResponse']);
  });

  it('both answer HEAD', async () => {
    await app.anonymous().head('/healthz').expect(200);
    await app.anonymous().head('/readyz').expect(200);
  });

  it('GET /readyz is an error while the process is stopping, and requests are still answered', async () => {
    const lifetime = app.app.get(Lifetime);
    lifetime.isStopping = true;
    try {
      const answer = await app.anonymous().get('/readyz').expect(503);
      expect(answer.body).toMatchObject({ status: 'error', error: 'the Registry is stopping' });
      await app.anonymous().get('/healthz').expect(200);
      await app.anonymous().get('/publications').expect(200);
    } finally {
      lifetime.isStopping = false;
    }
    await app.anonymous().get('/readyz').expect(200);
  });
});

describe('probes on a database that is not migrated', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createEmptyDatabase();
  });
  afterEach(() => database.drop());

  it('GET /readyz names the migration that is pending, and is ok once it has run', async () => {
    await runMigrations(database.url, quiet, MIGRATIONS.slice(0, -1));
    const app = await TestApp.start({ database });
    const answer = await app.anonymous().get('/readyz').expect(503);
    expect(shapeFaults('readyz', answer.body)).toEqual([]);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.body).toMatchObject({
      status: 'error',
      migration: {
        applied: false,
        applied_count: NAMES.length - 1,
        expected_count: NAMES.length,
        pending: NAMES.slice(-1),
      },
      error: expect.stringContaining('migrations are pending (1)') as string,
    });
    await app.anonymous().get('/healthz').expect(200);

    await runMigrations(database.url, quiet);
    await app.anonymous().get('/readyz').expect(200);
    await app.publisher().publishPackage(samplePackage()).expect(201);
    await app.close();
  });

  it('starts all the same, is not ready, and refuses to read and write for now', async () => {
    const app = await TestApp.start({ database });
    const unready = await app.anonymous().get('/readyz').expect(503);
    expect(unready.body).toMatchObject({ migration: { applied: false, applied_count: 0, pending: NAMES } });
    for (const answer of [
      await app.publisher().publishPackage(samplePackage()),
      await app.anonymous().get('/publications'),
      await app.anonymous().get('/packages/a/1'),
      await app.anonymous().get('/keys'),
    ]) {
      expect(answer).toHaveErrorCode('STORE_UNAVAILABLE', 503);
      expect(answer.text).not.toContain('relation');
    }
    await runMigrations(database.url, quiet);
    await app.anonymous().get('/readyz').expect(200);
    await app.publisher().publishPackage(samplePackage()).expect(201);
    await app.close();
  });
});
