import { Client } from 'pg';
import { publishPackage } from '../../support/publish';
import { TestApp } from '../../support/test-app';

describe('a download whose counter somebody else has locked', () => {
  let app: TestApp;
  let holder: Client;

  beforeAll(async () => {
    app = await TestApp.start();
    for (const id of ['held', 'free']) await publishPackage(app, id);
    holder = new Client({ connectionString: app.database.superuserUrl });
    await holder.connect();
  });
  afterAll(async () => {
    await holder.end();
    await app.close();
  });

  it('does not hold back the downloads of other versions, and is counted once it can be', async () => {
    await holder.query(`BEGIN; SELECT FROM registry.package_version_stats WHERE package_id = 'held' FOR UPDATE`);
    let isAnswered = false;
    const held = app
      .anonymous()
      .get('/packages/held/1.0.0/download')
      .then((answer) => {
        isAnswered = true;
        return answer;
      });
    while (!(await isSomebodyWaiting())) await new Promise((resolve) => setTimeout(resolve, 20));

    const free = await app.anonymous().get('/packages/free/1.0.0/download').expect(200);
    expect(free.body).toMatchObject({ download_count: 1 });
    expect(isAnswered).toBe(false);

    await holder.query('ROLLBACK');
    const answer = await held;
    expect(answer).toHaveStatus(200);
    expect(answer.body).toMatchObject({ download_count: 1 });
  });

  async function isSomebodyWaiting(): Promise<boolean> {
    const { rows } = await holder.query('SELECT FROM pg_locks WHERE NOT granted');
    return rows.length > 0;
  }
});
