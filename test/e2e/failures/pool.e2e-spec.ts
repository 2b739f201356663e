import { Client } from 'pg';
import { publishPackage } from '../../support/publish';
import { TestApp } from '../../support/test-app';

describe('a pool of which every connection is taken', () => {
  let app: TestApp;
  let holder: Client;

  beforeAll(async () => {
    app = await TestApp.start({
      env: {
        ANIP_REGISTRY_DATABASE_POOL_SIZE: '2',
        ANIP_REGISTRY_DATABASE_CONNECT_TIMEOUT: '2s',
        ANIP_REGISTRY_DATABASE_LOCK_TIMEOUT: '8s',
      },
    });
    await publishPackage(app, 'there');
    holder = new Client({ connectionString: app.database.superuserUrl });
    await holder.connect();
  });
  afterAll(async () => {
    await holder.end();
    await app.close();
  });

  it('is a 503 with Retry-After for whoever waits too long, and frees itself', async () => {
    // What is kept of a version and its state are read at once: two statements, each on a connection, wait for this lock.
    await holder.query('BEGIN; LOCK TABLE registry.receipts IN ACCESS EXCLUSIVE MODE');
    const held = app.anonymous().get('/packages/there/1.0.0/receipt').then();
    while ((await waitingStatements()) < 2) await new Promise((resolve) => setTimeout(resolve, 20));

    const refused = await Promise.all([1, 2, 3].map(() => app.anonymous().get('/publications')));
    for (const answer of refused) {
      expect(answer).toHaveErrorCode('STORE_UNAVAILABLE', 503);
      expect(answer.headers['retry-after']).toBe('5');
    }
    const metrics = (await app.anonymous().get('/metrics').expect(200)).text;
    expect(metrics).toContain('anip_registry_database_connections{state="active"} 2\n');
    expect(metrics).toContain('anip_registry_database_waiting_requests 0\n');

    // Nobody waits for a lock for ever.
    expect(await held).toHaveErrorCode('STORE_UNAVAILABLE', 503);
    await app.anonymous().get('/publications').expect(200);
    await holder.query('COMMIT');
    await app.anonymous().get('/packages/there/1.0.0/receipt').expect(200);
  }, 30_000);

  async function waitingStatements(): Promise<number> {
    const { rows } = await holder.query<{ count: string }>(
      "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'registry.receipts'::regclass",
    );
    return Number(rows[0]?.count);
  }
});
