import { DatabaseRoles } from '../support/database-roles';
import { productionEnvironment } from '../support/fleet/fleet';
import { runScenario, type Scenario } from '../support/fleet/scenario';
import { PostgresCluster } from '../support/postgres-cluster';
import { proveDamageIsSeen } from './backup-damage';
import { dump, emptyDatabase, restore } from './backup-dump';
import { BackupFiles } from './backup-files';
import { archived, archiving, recover, refusalOfDamaged, serverTime, takeBaseBackup } from './backup-point-in-time';
import { proveRestored, withRegistry } from './backup-registry';
import type { Served } from './backup-store';

/**
 * Backups as docs/runbooks/backup-and-restore.md and point-in-time-recovery.md have them, on Debian's PostgreSQL: what is
 * restored is audited and served, and every byte is compared with what was served before.
 */
void runScenario('Backup and restore', async (scenario) => {
  const { report } = scenario;
  const files = new BackupFiles();
  scenario.cleanUp(() => files.remove());
  const archive = files.directory('archive');
  const cluster = await PostgresCluster.start({ settings: archiving(archive) });
  scenario.cleanUp(() => cluster.remove());
  const owner = new URL(cluster.database.url).username;
  const roles = new DatabaseRoles(cluster.database.superuserUrl, { owner });
  await roles.apply();
  await roles.setPasswords();
  const env = productionEnvironment();
  const [version] = await cluster.primary.query<{ version: string }>(
    "SELECT current_setting('server_version') AS version",
  );
  report.note('PostgreSQL', version?.version ?? '');

  await takeBaseBackup(cluster, files.directory('base'));
  report.note('base backup', 'taken of the empty store, verified');
  const refusal = await refusalOfDamaged(files, 'base');
  report.check('one byte of the base backup', refusal !== undefined, refusal ?? 'was not noticed');
  const before = await withRegistry(roles, env, async (client) => {
    await client.fill();
    return client.served();
  });
  report.note('answers of the store', before.size);
  const target = await serverTime(cluster);
  await dump(roles, files.file('registry.dump'), '--format=custom');

  await dumpAndRestore(scenario, roles, files, env, before);
  await pointInTime({ scenario, cluster, roles, files, archive, env, before, target });
});

async function dumpAndRestore(
  scenario: Scenario,
  source: DatabaseRoles,
  files: BackupFiles,
  env: Readonly<Record<string, string>>,
  before: Served,
): Promise<void> {
  const { report } = scenario;
  const server = await PostgresCluster.start();
  scenario.cleanUp(() => server.remove());

  report.section('pg_dump, restored into an empty database of another server');
  const restored = await emptyDatabase(server, 'restored');
  await restore(restored, files.file('registry.dump'));
  await proveRestored(restored, env, before, report);

  report.section('The same dump, damaged');
  await proveDamageIsSeen(source, server, files, report);
}

interface PointInTime {
  readonly scenario: Scenario;
  readonly cluster: PostgresCluster;
  readonly roles: DatabaseRoles;
  readonly files: BackupFiles;
  readonly archive: string;
  readonly env: Readonly<Record<string, string>>;
  readonly before: Served;
  readonly target: string;
}

async function pointInTime(plan: PointInTime): Promise<void> {
  const { scenario, cluster, roles, files, archive, env, before, target } = plan;
  const { report } = scenario;
  report.section('pg_basebackup and archived WAL, recovered to a point in time');
  await withRegistry(roles, env, async (client) => {
    await client.publishSample('published-after-the-target');
    await client.setLifecycle('published-after-the-target', 'takedown');
    await client.get('/packages/city-library-lending/1.0.0/download');
  });
  await archived(cluster);
  await cluster.primary.stop('kill');
  report.note('primary', 'killed');
  const recovered = await recover(cluster, files, 'base', archive, target);
  scenario.cleanUp(() => recovered.stop('immediate'));
  report.note('recovered to', target);
  const recoveredRoles = roles.at(recovered);
  await withRegistry(recoveredRoles, env, async (client) => {
    const { status } = await client.get('/packages/published-after-the-target/1.0.0');
    report.equal('what was published after the target', status, 404);
  });
  await proveRestored(recoveredRoles, env, before, report);
}
