import { setTimeout as sleep } from 'node:timers/promises';
import { runScenario } from '../support/fleet/scenario';
import { TcpSwitch } from '../support/fleet/tcp-switch';
import { underLoad } from '../support/fleet/under-load';
import { PostgresCluster } from '../support/postgres-cluster';
import type { PostgresServer } from '../support/postgres-server';

/**
 * The primary is killed under load and its streaming standby promoted. A commit waits for the standby
 * (`synchronous_standby_names`), so what was acknowledged is on it. The replicas keep their one database URL, whose
 * address is switched, and are not started again.
 */
void runScenario('Failover to a promoted standby', async (scenario) => {
  const { flags, report } = scenario;
  for (const balancer of flags.balancers('nginx')) {
    const cluster = await PostgresCluster.start();
    scenario.cleanUp(() => cluster.remove());
    const { primary } = cluster;
    const standby = await cluster.addStandby();
    await replicateSynchronously(primary);
    const address = await TcpSwitch.start(primary.port);
    scenario.cleanUp(() => address.stop());

    await underLoad(scenario, {
      title: 'primary killed, standby promoted',
      databaseUrl: address.at(cluster.database.url),
      balancer,
      tolerated: [503],
      act: async (fleet) => {
        const pids = fleet.pids;
        await sleep(3_000);
        const [sender] = await primary.query<{ sync_state: string }>('SELECT sync_state FROM pg_stat_replication');
        report.check('the standby is', sender?.sync_state === 'sync', sender?.sync_state ?? 'not connected');
        const startedAt = performance.now();
        await primary.stop('kill');
        await sleep(500);
        await standby.promote();
        await address.switchTo(standby.port);
        await fleet.ready();
        report.note('all ready again after the kill', `${Math.round(performance.now() - startedAt)} ms`);
        const restarted = fleet.pids.filter((pid, index) => pid !== pids[index]).length;
        report.equal('replicas that had to be started again', restarted, 0);
        await sleep(3_000);
      },
    });
  }
});

/** Only once there is a standby: without one, every commit would wait for it. */
async function replicateSynchronously(primary: PostgresServer): Promise<void> {
  await primary.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
  await primary.query('SELECT pg_reload_conf()');
}
