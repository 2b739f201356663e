import { setTimeout as sleep } from 'node:timers/promises';
import { getToken } from '@willsoto/nestjs-prometheus';
import type { Counter } from 'prom-client';
import type { Response } from 'supertest';
import { ReadDatabase } from '../../../src/database/read-database';
import { samplePackage } from '../../support/demo-requests';
import { PostgresCluster } from '../../support/postgres-cluster';
import type { PostgresServer } from '../../support/postgres-server';
import { describeWithPostgresTools } from '../../support/postgres-tools';
import { publishPackage, publishTemplate, setLifecycle } from '../../support/publish';
import { takeLogs, TestApp, type LogLine } from '../../support/test-app';
import { until } from '../../support/until';

jest.setTimeout(60_000);

const POSITION = 'anip-registry-position';
/** Nothing leaves the rotation for its lag: what a test pauses is out of date for as long as the test wants. */
const PATIENT = { ANIP_REGISTRY_REPLICA_MAX_LAG: '10m' };
const STRICT = { ANIP_REGISTRY_REPLICA_MAX_LAG: '500ms' };

describeWithPostgresTools('reads from a standby', () => {
  let cluster: PostgresCluster;
  let standby: PostgresServer;
  /** Two processes of one fleet. */
  let writer: TestApp;
  let reader: TestApp;
  /** Those two, and what a test starts for itself. */
  const apps: TestApp[] = [];

  beforeAll(async () => {
    cluster = await PostgresCluster.start({ settings: { max_standby_streaming_delay: '0' } });
    standby = await cluster.addStandby();
    writer = await start(PATIENT);
    reader = await start(PATIENT);
    await publishPackage(writer, 'seen');
    await publishTemplate(writer, 'seen');
    await standby.caughtUp(cluster.primary);
  });
  beforeEach(() => {
    takeLogs();
  });
  afterEach(async () => {
    await Promise.all(apps.splice(2).map((app) => app.close()));
    await standby.resumeReplay();
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await cluster.remove();
  });

  async function start(
    env: Readonly<Record<string, string>>,
    urls = standby.at(cluster.database.url),
  ): Promise<TestApp> {
    const { database } = cluster;
    const app = await TestApp.start({ database, env: { ANIP_REGISTRY_DATABASE_REPLICA_URLS: urls, ...env } });
    apps.push(app);
    return app;
  }

  it('shows what the standby shows, and finds at once what it does not have yet', async () => {
    await standby.pauseReplay();
    await publishPackage(writer, 'late');
    await publishTemplate(writer, 'late');

    expect(await listedBy(reader)).not.toContain('late');
    for (const path of ['', '/1.0.0', '/1.0.0/receipt', '/1.0.0/lock', '/1.0.0/download']) {
      expect(await reader.anonymous().get(`/packages/late${path}`)).toHaveStatus(200);
    }
    for (const path of ['', '/1.0.0', '/1.0.0/download']) {
      expect(await reader.anonymous().get(`/templates/late${path}`)).toHaveStatus(200);
    }
    for (const path of ['/packages/late', '/packages/late/1.0.0', '/templates/late', '/templates/late/1.0.0']) {
      expect(await reader.anonymous().getPage(`/registry${path}`)).toHaveStatus(200);
    }
    expect(await reader.anonymous().get('/packages/never/1.0.0')).toHaveErrorCode('PACKAGE_NOT_FOUND');

    await standby.resumeReplay();
    await until(async () => (await listedBy(reader)).includes('late'), 'that the standby lists it');
  });

  it('lists at once what this process wrote, and what the client wrote in another one', async () => {
    await standby.pauseReplay();
    const published = await writer.publisher().publishPackage(samplePackage({ package_id: 'own' }));
    const position = String(published.headers[POSITION]);
    expect(position).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);

    expect(await listedBy(writer)).toContain('own');
    expect(await listedBy(reader)).not.toContain('own');
    expect(await listedBy(reader, position)).toContain('own');
    expect(await listedBy(reader, 'what a newer version may write')).toContain('own');

    await standby.resumeReplay();
    await standby.caughtUp(cluster.primary);
    await standby.pauseReplay();
    // The standby has it now, so nothing but the standby is asked.
    await until(
      async () => (await readsOf(reader, () => listedBy(reader, position))).fallbacks === 0,
      'an answer of the standby',
    );
  });

  it('takes a version down at once where it counts, and everywhere within the maximum lag', async () => {
    const strict = await start(STRICT);
    await publishPackage(writer, 'bad');
    await standby.caughtUp(cluster.primary);
    await untilReplicaAnswers(strict, 'bad');
    const { etag } = (await inspect(reader, 'bad')).headers;
    await standby.pauseReplay();
    await setLifecycle(writer, 'bad', '1.0.0', 'takedown');

    expect(await inspect(writer, 'bad')).toHaveErrorCode('VERSION_TAKEN_DOWN');
    for (const gate of ['lock', 'download']) {
      expect(await reader.anonymous().get(`/packages/bad/1.0.0/${gate}`)).toHaveErrorCode('VERSION_TAKEN_DOWN');
    }
    // Ten minutes are allowed here; a client that has seen the change is not told otherwise.
    expect(await inspect(reader, 'bad').set('If-None-Match', String(etag))).toHaveStatus(304);
    await until(async () => (await inspect(strict, 'bad')).status === 410, 'the takedown');
    expect(await outOfRotation()).toMatchObject({ replica: 1, fault: 'it lags by more than 0.5 s' });
    expect(await inspect(strict, 'bad')).toHaveErrorCode('VERSION_TAKEN_DOWN');

    await standby.resumeReplay();
    await untilReplicaAnswers(strict, 'seen');
  });

  it('does not take an idle primary for a lag, not even at the end of a WAL segment', async () => {
    const strict = await start(STRICT);
    await cluster.primary.query('SELECT pg_switch_wal()');
    await standby.caughtUp(cluster.primary);
    await sleep(1_000);
    // With no write, nothing but the measure decides; a checkpoint would, later.
    await untilReplicaAnswers(strict, 'seen', 5_000);
  });

  it('repeats on the primary what a conflict with the replay has broken off', async () => {
    const slow = reader.app.get(ReadDatabase).query<{ standby: boolean }[]>(
      `SELECT pg_is_in_recovery() AS standby, CASE WHEN pg_is_in_recovery() THEN pg_sleep(20) END
         FROM registry.package_versions LIMIT 1`,
    );
    const sleeping = "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
    await until(async () => (await standby.query(sleeping)).length > 0, 'the slow read');
    await cluster.primary.query(
      'BEGIN; LOCK TABLE registry.package_versions IN ACCESS EXCLUSIVE MODE; COMMIT',
      [],
      cluster.database.superuserUrl,
    );
    expect(await slow).toMatchObject([{ standby: false }]);
  });

  it('answers on while a standby is killed, and asks it again when it is back', async () => {
    const strict = await start(STRICT);
    await standby.caughtUp(cluster.primary);
    await untilReplicaAnswers(strict, 'seen');
    takeLogs();
    const answers: Promise<Response>[] = [];
    const killed = standby.stop('kill');
    for (let count = 0; count < 40; count += 1) {
      answers.push(inspect(strict, 'seen').then((answer) => answer));
      await sleep(5);
    }
    await killed;
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(40).fill(200));
    const line = await outOfRotation();
    expect(line).toMatchObject({ replica: 1, fault: 'it cannot be reached' });
    expect(JSON.stringify(line)).not.toContain(new URL(cluster.database.url).password);

    await standby.start();
    await untilReplicaAnswers(strict, 'seen');
    expect(await strict.anonymous().get('/readyz')).toHaveStatus(200);
  });

  it('leaves a server that is no standby, or one of another cluster, out of rotation', async () => {
    const other = await PostgresCluster.start();
    try {
      const foreign = await other.addStandby();
      await start({}, `${cluster.database.superuserUrl}, ${foreign.at(other.database.url)}`);
      const faults = takeLogs().filter(({ message }) => message === 'a read replica is out of rotation');
      expect(faults.map(({ replica, fault }) => [replica, fault])).toEqual([
        [1, 'it is no standby: it was promoted, or the URL names a primary'],
        [2, 'it is a standby of another cluster'],
      ]);
    } finally {
      await other.remove();
    }
  });
});

function inspect(app: TestApp, id: string): ReturnType<ReturnType<TestApp['anonymous']>['get']> {
  return app.anonymous().get(`/packages/${id}/1.0.0`);
}

/** Ids of all packages. */
async function listedBy(app: TestApp, position?: string): Promise<string[]> {
  const list = app.anonymous().get('/publications');
  const answer = await (position === undefined ? list : list.set(POSITION, position));
  expect(answer).toHaveStatus(200);
  return (answer.body as { items: { package_id: string }[] }).items.map((item) => item.package_id);
}

/** How many reads replicas answered meanwhile, and how many the primary. */
async function readsOf(
  app: TestApp,
  work: () => PromiseLike<unknown>,
): Promise<{ replica: number; fallbacks: number }> {
  const before = await readCounts(app);
  await work();
  const after = await readCounts(app);
  return { replica: after.replica - before.replica, fallbacks: after.fallbacks - before.fallbacks };
}

async function readCounts(app: TestApp): Promise<{ replica: number; fallbacks: number }> {
  const total = async (name: string): Promise<number> => {
    const { values } = await app.app.get<Counter>(getToken(name)).get();
    return values.reduce((sum, { value }) => sum + value, 0);
  };
  return {
    replica: await total('anip_registry_replica_reads_total'),
    fallbacks: await total('anip_registry_replica_fallbacks_total'),
  };
}

function untilReplicaAnswers(app: TestApp, id: string, timeoutMs?: number): Promise<void> {
  const isAnswered = async (): Promise<boolean> => (await readsOf(app, () => inspect(app, id))).replica === 1;
  return until(isAnswered, 'an answer of the standby', timeoutMs);
}

async function outOfRotation(): Promise<LogLine> {
  const lines: LogLine[] = [];
  await until(() => {
    lines.push(...takeLogs().filter(({ message }) => message === 'a read replica is out of rotation'));
    return lines.length > 0;
  }, 'that a replica leaves the rotation');
  return lines[0]!;
}
