import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedServer } from '../support/fleet/embedded-server';
import type { Fleet } from '../support/fleet/fleet';
import type { Report } from '../support/fleet/report';
import { runScenario } from '../support/fleet/scenario';
import { underLoad } from '../support/fleet/under-load';
import type { StopMode } from '../support/postgres-server';

/** Long enough that every client meets the outage, and that pools are empty. */
const AWAY_MS = 3_000;

/**
 * PostgreSQL stopped and started again, then killed and recovered, under load: clients see a 503 that says what is the
 * matter and when to come back, and nothing else; the replicas recover by themselves. nginx passes on what the replicas
 * say. HAProxy sees that none is ready, and says so itself.
 */
void runScenario('PostgreSQL goes away', async (scenario) => {
  const { flags, report } = scenario;
  for (const balancer of flags.balancers('nginx')) {
    const server = await EmbeddedServer.start();
    scenario.cleanUp(() => server.remove());
    await underLoad(scenario, {
      title: 'PostgreSQL stopped and started, killed and recovered',
      databaseUrl: server.url,
      balancer,
      tolerated: [503],
      act: async (fleet) => {
        const pids = fleet.pids;
        for (const mode of ['fast', 'kill'] as const) await awayAndBack(server, mode, fleet, report);
        const restarted = fleet.pids.filter((pid, index) => pid !== pids[index]).length;
        report.equal('replicas that had to be started again', restarted, 0);
      },
    });
  }
});

async function awayAndBack(server: EmbeddedServer, mode: StopMode, fleet: Fleet, report: Report): Promise<void> {
  await sleep(2_000);
  await server.stop(mode);
  await sleep(AWAY_MS);
  const alive = await Promise.all(fleet.replicas.map(({ origin }) => fetch(`${origin}/registry-api/v1/healthz`)));
  report.equal(`replicas alive without a store (${mode})`, alive.filter(({ ok }) => ok).length, alive.length);
  await server.start();
  const backAt = performance.now();
  await fleet.ready();
  report.note(`ready again after PostgreSQL (${mode})`, `${Math.round(performance.now() - backAt)} ms`);
  await sleep(2_000);
}
