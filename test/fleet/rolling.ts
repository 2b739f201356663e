import { setTimeout as sleep } from 'node:timers/promises';
import type { Balancer } from '../support/fleet/balancer';
import { EmbeddedServer } from '../support/fleet/embedded-server';
import type { Fleet } from '../support/fleet/fleet';
import type { Report } from '../support/fleet/report';
import { runScenario } from '../support/fleet/scenario';
import { underLoad } from '../support/fleet/under-load';

/**
 * Replicas rolled one by one under load: no request fails, and no client tries anything twice. Then killed one by one:
 * clients try again, as `anip` does, and nothing that was acknowledged is lost.
 */
void runScenario('Rolled and killed replicas', async (scenario) => {
  const { flags, report } = scenario;
  for (const balancer of flags.balancers('haproxy')) {
    const server = await EmbeddedServer.start();
    scenario.cleanUp(() => server.remove());
    await underLoad(scenario, {
      title: 'rolled with SIGTERM',
      databaseUrl: server.url,
      balancer,
      tolerated: [],
      act: (fleet, inFront) => rollEach(fleet, inFront, report),
    });
    const second = await EmbeddedServer.start();
    scenario.cleanUp(() => second.remove());
    await underLoad(scenario, {
      title: 'killed with SIGKILL',
      databaseUrl: second.url,
      balancer,
      tolerated: ['lost', 502, 503],
      act: (fleet, inFront) => killEach(fleet, inFront, report, flags.full ? 3 : 1),
    });
  }
});

/** The next one goes only when the last one gets requests again: there are always two. */
async function rollEach(fleet: Fleet, balancer: Balancer, report: Report): Promise<void> {
  for (const replica of fleet.replicas) {
    const startedAt = performance.now();
    const exit = await replica.stop('SIGTERM');
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    report.check('a replica ended by itself', exit.code === 0, `exit code ${exit.code ?? 'none'} after ${seconds} s`);
    await replica.start();
    await balancer.takesIn(replica.port);
    await sleep(500);
  }
}

async function killEach(fleet: Fleet, balancer: Balancer, report: Report, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const replica of fleet.replicas) {
      await sleep(500);
      await replica.stop('SIGKILL');
      await sleep(1_000);
      await replica.start();
      await balancer.takesIn(replica.port);
    }
  }
  report.note('replicas killed and started again', rounds * fleet.replicas.length);
}
