import { setTimeout as sleep } from 'node:timers/promises';
import { Fleet, FLEET_PUBLISH_TOKEN } from '../support/fleet/fleet';
import { Load } from '../support/fleet/load';
import { prove } from '../support/fleet/proof';
import { Report } from '../support/fleet/report';
import { RoundRobin } from '../support/fleet/round-robin';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

jest.setTimeout(90_000);

/** The small sister of test/fleet/rolling.ts: two replicas, and clients that go where readiness is. */
describe('a fleet of two replicas', () => {
  let database: TestDatabase;
  let fleet: Fleet;
  let balancer: RoundRobin;

  beforeAll(async () => {
    database = await createTestDatabase();
    const env = { ANIP_REGISTRY_SHUTDOWN_DRAIN: '1s' };
    fleet = await Fleet.start({ databaseUrl: database.url, replicas: 2, env: () => env });
    balancer = await RoundRobin.start(fleet.replicas.map(({ origin }) => origin));
  });
  afterAll(async () => {
    balancer.stop();
    await fleet.stop();
    await database.drop();
  });

  it('is rolled with SIGTERM: no request fails, and what was acknowledged is there, verifies and is counted', async () => {
    const load = await Load.start({
      origin: balancer.next,
      publishToken: FLEET_PUBLISH_TOKEN,
      ...{ publishes: 30, downloads: 200, tolerated: [] },
      ...{ publishClients: 2, publishPauseMs: 250, downloadClients: 8 },
    });
    for (const replica of fleet.replicas) {
      expect(await replica.stop('SIGTERM')).toEqual({ code: 0, signal: null });
      await replica.start();
      while (!balancer.isReady(replica.origin)) await sleep(20);
    }
    const ledger = await load.finish();

    expect(ledger.faults).toEqual([]);
    expect(ledger.unansweredDownloads).toBe(0);
    expect(fleet.unexplained).toEqual([]);
    const seen: string[] = [];
    const report = new Report((line) => void seen.push(line));
    await prove({ ledger, origin: balancer.next(), env: fleet.env }, report);
    expect(report.isClean ? [] : seen).toEqual([]);
    expect(seen).not.toEqual([]);
  });
});
