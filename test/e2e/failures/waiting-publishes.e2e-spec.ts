import { Client } from 'pg';
import type { Response } from 'supertest';
import { MAX_PACKAGE_BODY_BYTES } from '../../../src/core/package-rules/package-request';
import { MAX_WAITING_BYTES } from '../../../src/publishing/publish-slots';
import { samplePackage } from '../../support/demo-requests';
import { takeLogs, TestApp } from '../../support/test-app';
import { sampleTemplate } from '../../support/sample-template';
import { until } from '../../support/until';

jest.setTimeout(120_000);

const RUNNING = 4;
/** So many of the largest bodies may wait; what is left then is less than one. */
const LARGEST = Math.floor(MAX_WAITING_BYTES / MAX_PACKAGE_BODY_BYTES);

describe('more publishes than can be checked, while the store hangs', () => {
  let app: TestApp;
  let holder: Client;

  beforeAll(async () => {
    app = await TestApp.start({
      env: { ANIP_REGISTRY_DATABASE_LOCK_TIMEOUT: '45s', ANIP_REGISTRY_DATABASE_STATEMENT_TIMEOUT: '50s' },
    });
    holder = new Client({ connectionString: app.database.superuserUrl });
    await holder.connect();
  });
  afterAll(async () => {
    await holder.end();
    await app.close();
  });

  function publish(id: string, bytes = 0): Promise<Response> {
    // Spaces after the value are part of JSON, and of its size.
    return app
      .publisher()
      .publishPackage(JSON.stringify(samplePackage({ package_id: id })).padEnd(bytes))
      .then((answer) => answer);
  }

  async function waiting(): Promise<number> {
    const { text } = await app.anonymous().get('/metrics').expect(200);
    return Number(/^anip_registry_publishes_waiting (\d+)$/m.exec(text)?.[1]);
  }

  /** Asked on a connection of its own: in a transaction the answer would stay what it was. */
  async function waitingForLocks(): Promise<number> {
    const waits = `wait_event_type = 'Lock' AND datname = current_database()`;
    return (await app.sql(`SELECT 1 FROM pg_stat_activity WHERE ${waits}`)).length;
  }

  it('keeps so many of their bodies, refuses the others with a 503 that may be tried again, and publishes what it kept', async () => {
    await holder.query('BEGIN; LOCK TABLE registry.package_versions IN ACCESS EXCLUSIVE MODE');
    const running = Array.from({ length: RUNNING }, (_, index) => publish(`running-${index}`));
    await until(async () => (await waitingForLocks()) === RUNNING, 'four publishes that wait for the lock');
    const large = Array.from({ length: LARGEST }, (_, index) => publish(`large-${index}`, MAX_PACKAGE_BODY_BYTES));
    await until(async () => (await waiting()) === LARGEST, 'large publishes that wait');

    const refused = await publish('refused', MAX_PACKAGE_BODY_BYTES);
    expect(refused).toHaveErrorCode('PUBLISHING_BUSY', 503);
    expect(refused.headers['retry-after']).toBe('5');
    expect(refused.body).toMatchObject({
      details: { limit: MAX_WAITING_BYTES, actual: (LARGEST + 1) * MAX_PACKAGE_BODY_BYTES },
    });
    const template = app
      .publisher()
      .publishTemplate(sampleTemplate('small'))
      .then((answer) => answer);
    await until(async () => (await waiting()) === LARGEST + 1, 'a template that waits');
    const left = app.publisher().publishTemplate(sampleTemplate('left'));
    left.end(() => undefined);
    await until(async () => (await waiting()) === LARGEST + 2, 'another one');
    left.abort();
    await until(async () => (await waiting()) === LARGEST + 1, 'the end of its wait, when its client has left');

    await holder.query('ROLLBACK');
    const statuses = (await Promise.all([...running, ...large, template])).map(({ status }) => status);
    expect(statuses).toEqual(statuses.map(() => 201));
    expect(await waiting()).toBe(0);
    for (const path of ['/packages/refused', '/templates/left'])
      expect(await app.anonymous().get(path)).toHaveStatus(404);
    const { text } = await app.anonymous().get('/metrics').expect(200);
    for (const kind of ['package', 'template'])
      expect(text).toContain(`anip_registry_publish_total{kind="${kind}",status="busy"} 1\n`);
    expect(takeLogs().filter(({ level }) => level === 'error')).toEqual([]);
    expect(await publish('refused', MAX_PACKAGE_BODY_BYTES)).toHaveStatus(201);
  });
});
