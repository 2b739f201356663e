import { join } from 'node:path';
import { EmbeddedServer } from '../support/fleet/embedded-server';
import { Fleet, FLEET_ADMIN_TOKEN, FLEET_PUBLISH_TOKEN } from '../support/fleet/fleet';
import { KeepAliveClient, objectIn } from '../support/fleet/keep-alive-client';
import { Ledger } from '../support/fleet/ledger';
import { prove } from '../support/fleet/proof';
import { Downloader } from '../support/fleet/downloader';
import { Publisher } from '../support/fleet/publisher';
import { sampleName } from '../support/fleet/sample-request';
import type { Report } from '../support/fleet/report';
import { runScenario } from '../support/fleet/scenario';

const DAY_MS = 24 * 60 * 60_000;
/** Of the replicas against the database: to it, one is a day behind and one a day ahead. */
const SHIFTS_MS = [0, -DAY_MS, DAY_MS];
const SHIFT_CLOCK = join(__dirname, '../support/fleet/shift-clock.cjs');
const PUBLISHES = 30;
/** Between the clock of a replica and ours, which are one but for the shift. */
const MAX_DELAY_MS = 60_000;

/**
 * The clocks of database and replicas disagree by a day in both directions. A receipt states the time of the replica
 * that signed it; a download counts for the day of the database, which is one for all. Everything verifies, lists are
 * complete page by page, and lifecycles change, also by a replica to which the version is of tomorrow.
 */
void runScenario('Clocks that disagree', async (scenario) => {
  const { report } = scenario;
  const server = await EmbeddedServer.start();
  scenario.cleanUp(() => server.remove());
  const env = (index: number): Readonly<Record<string, string>> => ({
    NODE_OPTIONS: `--require ${SHIFT_CLOCK}`,
    FLEET_CLOCK_SHIFT_MS: String(SHIFTS_MS[index] ?? 0),
  });
  const fleet = await Fleet.start({ databaseUrl: server.url, env });
  scenario.cleanUp(() => fleet.stop());
  const [exact, behind, ahead] = fleet.replicas.map(({ origin }) => origin);
  if (exact === undefined || behind === undefined || ahead === undefined) throw new Error('a replica is missing');

  const ledger = await publishByTurns([exact, behind, ahead]);
  report.none('answers that no clock explains', ledger.faults);
  await checkTimes(exact, report);
  await checkDays(server, ledger, report);
  await checkLifecycle(behind, ahead, report);
  await prove({ ledger, origin: exact, env: fleet.env }, report);
});

/** The replica of number n is the n-th, modulo their number; each is downloaded from the next one. */
async function publishByTurns(origins: readonly string[]): Promise<Ledger> {
  const ledger = new Ledger();
  const clients = origins.map((origin) => new KeepAliveClient(origin, FLEET_PUBLISH_TOKEN));
  const publishers = clients.map((client) => new Publisher(client, ledger, []));
  const downloaders = clients.map((client) => new Downloader(client, ledger, []));
  for (let number = 0; number < PUBLISHES; number += 1) {
    await publishers[number % publishers.length]?.publish(number);
    await downloaders[(number + 1) % downloaders.length]?.download(number);
  }
  for (const client of clients) client.close();
  return ledger;
}

async function checkTimes(origin: string, report: Report): Promise<void> {
  const client = new KeepAliveClient(origin);
  const wrong: string[] = [];
  for (let number = 0; number < PUBLISHES; number += 1) {
    const { path } = sampleName(number);
    const receipt = objectIn(await client.get(`${path}/receipt`));
    const shiftMs = SHIFTS_MS[number % SHIFTS_MS.length] ?? 0;
    const offMs = Date.parse(String(receipt.issued_at)) - (Date.now() + shiftMs);
    if (Math.abs(offMs) > MAX_DELAY_MS) wrong.push(`${path}: issued at ${String(receipt.issued_at)}`);
  }
  client.close();
  report.none('receipts without the time of who signed them', wrong);
}

async function checkDays(server: EmbeddedServer, ledger: Ledger, report: Report): Promise<void> {
  const rows = await server.query<{ is_today: boolean; downloads: string }>(
    `SELECT day >= (now() - interval '10 minutes')::date AS is_today, sum(downloads) AS downloads
       FROM registry.downloads_daily GROUP BY 1`,
  );
  const today = rows.filter((row) => row.is_today).reduce((sum, { downloads }) => sum + Number(downloads), 0);
  report.equal('downloads on the day of the database', today, ledger.acknowledgedDownloads);
}

/** Published a day ahead, deprecated by the replica a day behind, made active again by the one ahead. */
async function checkLifecycle(behind: string, ahead: string, report: Report): Promise<void> {
  const { id, version } = sampleName(2);
  const changes = [
    { origin: behind, status: 'deprecated' },
    { origin: ahead, status: 'active' },
  ] as const;
  for (const { origin, status } of changes) {
    const client = new KeepAliveClient(origin, FLEET_ADMIN_TOKEN);
    const body = JSON.stringify({ status, ...(status === 'active' ? {} : { reason: 'Its clock is behind.' }) });
    const answer = await client.send('PATCH', `/admin/packages/${id}/${version}/lifecycle`, body);
    client.close();
    report.equal(`lifecycle made ${status}`, answer.status, 200);
  }
}
