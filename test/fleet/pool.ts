import { Client } from 'pg';
import { EmbeddedServer } from '../support/fleet/embedded-server';
import { Fleet, FLEET_PUBLISH_TOKEN } from '../support/fleet/fleet';
import { isClear503, KeepAliveClient, objectIn, type FleetAnswer } from '../support/fleet/keep-alive-client';
import { Ledger } from '../support/fleet/ledger';
import { prove } from '../support/fleet/proof';
import { Publisher } from '../support/fleet/publisher';
import type { Report } from '../support/fleet/report';
import { runScenario } from '../support/fleet/scenario';

const PUBLISHES = 60;
const LISTS = 500;

/** A list waits for its turn as long as a slow machine needs; a lock is given up soon. */
const ENV = { ANIP_REGISTRY_DATABASE_CONNECT_TIMEOUT: '25s', ANIP_REGISTRY_DATABASE_LOCK_TIMEOUT: '1s' };

/**
 * One replica, whose pool has ten connections. 500 lists at once all finish. When something holds a lock, all ten wait
 * for it and nobody gets one: each request ends as a clear 503, probes answer meanwhile, and afterwards all is well.
 */
void runScenario('More requests than connections', async (scenario) => {
  const { report } = scenario;
  const server = await EmbeddedServer.start();
  scenario.cleanUp(() => server.remove());
  const fleet = await Fleet.start({ databaseUrl: server.url, replicas: 1, env: () => ENV });
  scenario.cleanUp(() => fleet.stop());
  const origin = fleet.replicas[0]?.origin ?? '';
  const ledger = new Ledger();
  const single = new KeepAliveClient(origin, FLEET_PUBLISH_TOKEN);
  const publisher = new Publisher(single, ledger, []);
  for (let number = 0; number < PUBLISHES; number += 1) await publisher.publish(number);
  single.close();

  report.section('500 lists at once');
  await checkLists(origin, report);
  report.section('every connection waits for a lock');
  await checkExhaustion(server, origin, report);
  report.section('after that');
  await checkLists(origin, report);
  report.none(
    'faults that the replica logged of itself',
    fleet.unexplained.map((line) => JSON.stringify(line)),
  );
  await prove({ ledger, origin, env: fleet.env }, report);
});

async function checkLists(origin: string, report: Report): Promise<void> {
  const startedAt = performance.now();
  const answers = await atOnce(origin, '/publications', LISTS);
  const complete = answers.filter(
    (answer) => answer?.status === 200 && (objectIn(answer).items as unknown[]).length === PUBLISHES,
  );
  report.equal('complete lists', complete.length, LISTS);
  report.none('answers that are none', answers.flatMap(faultOf));
  report.note('all answered after', `${Math.round(performance.now() - startedAt)} ms`);
}

async function checkExhaustion(server: EmbeddedServer, origin: string, report: Report): Promise<void> {
  const holder = new Client({ connectionString: server.url });
  await holder.connect();
  try {
    await holder.query('BEGIN; LOCK TABLE registry.package_version_stats IN ACCESS EXCLUSIVE MODE');
    const startedAt = performance.now();
    const waiting = atOnce(origin, '/publications', 100);
    const alive = await fetch(`${origin}/registry-api/v1/healthz`);
    report.equal('liveness meanwhile', alive.status, 200);
    const answers = await waiting;
    report.equal(
      'requests that ended as a clear 503',
      answers.filter((answer) => answer && isClear503(answer)).length,
      100,
    );
    report.note('all answered after', `${Math.round(performance.now() - startedAt)} ms`);
  } finally {
    await holder.query('ROLLBACK');
    await holder.end();
  }
}

function faultOf(answer: FleetAnswer | undefined): string[] {
  if (answer?.status === 200) return [];
  return [answer === undefined ? 'no answer' : `${answer.status} ${answer.body.toString('utf8').slice(0, 200)}`];
}

/** Each on a connection of its own; undefined: no answer within half a minute. */
async function atOnce(origin: string, path: string, count: number): Promise<(FleetAnswer | undefined)[]> {
  const client = new KeepAliveClient(origin, undefined, { connections: count });
  try {
    return await Promise.all(Array.from({ length: count }, () => client.get(path).catch(() => undefined)));
  } finally {
    client.close();
  }
}
