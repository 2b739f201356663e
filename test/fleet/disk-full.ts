import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedServer } from '../support/fleet/embedded-server';
import { Fleet } from '../support/fleet/fleet';
import { FullDisk } from '../support/fleet/full-disk';
import type { Report } from '../support/fleet/report';
import { runScenario, type Scenario } from '../support/fleet/scenario';
import { TinyVolume } from '../support/fleet/tiny-volume';

const run = promisify(execFile);
const VOLUME_MIB = 192;

/**
 * PostgreSQL runs out of space, once for its tables only and once for everything, its log included: then it cannot
 * even refuse in order, and goes down. Publishes end as a clear 503, what is there is still read as long as the server
 * runs, and when there is space again publishing goes on.
 */
void runScenario('A full disk', async (scenario) => {
  const { report } = scenario;
  for (const isLogApart of [true, false]) {
    report.section(
      isLogApart ? 'tables on the full disk, the write-ahead log on another' : 'everything on the full disk',
    );
    const volume = await TinyVolume.mount(VOLUME_MIB);
    if (volume === undefined) {
      report.note('skipped', 'only root can mount a tmpfs, and not in every container');
      return;
    }
    scenario.cleanUp(() => volume.unmount());
    const server = await serverOn(volume, isLogApart, scenario);
    const fleet = await Fleet.start({ databaseUrl: server.url, replicas: 2 });
    scenario.cleanUp(() => fleet.stop());
    await fillUp(new FullDisk(fleet, report), volume, server, isLogApart, report);
  }
});

async function fillUp(
  disk: FullDisk,
  volume: TinyVolume,
  server: EmbeddedServer,
  isLogApart: boolean,
  report: Report,
): Promise<void> {
  await disk.publishFirst();
  await volume.fill(1024 * 1024);
  await disk.publishUntilRefused();
  if (isLogApart) {
    await disk.readEverything();
  } else {
    await exhaustLog(server, report);
    await disk.publishUntilRefused();
  }
  await volume.free();
  // It gives up when it finds no space even to recover; whoever supervises it starts it again.
  if (!(await server.isRunning())) {
    report.note('PostgreSQL', 'went down, and was started again when there was space');
    await server.stop('kill');
    await server.start();
  }
  await disk.recover();
}

/** Writes to the log alone, until there is no room for another segment of it: no server survives that. */
async function exhaustLog(server: EmbeddedServer, report: Report): Promise<void> {
  const sql = `SELECT pg_logical_emit_message(true, 'fleet', repeat('x', 1000000))`;
  for (let megabytes = 0; megabytes < 4 * VOLUME_MIB; megabytes += 1) {
    try {
      await server.query(sql);
    } catch (error) {
      report.note('PostgreSQL without room for its log', String(error).slice(0, 100));
      return;
    }
  }
  throw new Error('the log found room for ever');
}

/** Its log is kept small, so that the volume can be. */
async function serverOn(volume: TinyVolume, isLogApart: boolean, scenario: Scenario): Promise<EmbeddedServer> {
  const dataDir = join(volume.path, 'data');
  await mkdir(dataDir, { mode: 0o711 });
  const settings = { min_wal_size: '32MB', max_wal_size: '48MB' };
  const server = await EmbeddedServer.start({ dataDir, settings });
  scenario.cleanUp(() => server.stop('immediate'));
  if (!isLogApart) return server;
  const elsewhere = await mkdtemp(join(tmpdir(), 'anip-wal-'));
  scenario.cleanUp(() => rm(elsewhere, { recursive: true, force: true }));
  await server.stop();
  const [log, moved] = [join(server.cluster, 'pg_wal'), join(elsewhere, 'pg_wal')];
  await run('chmod', ['0711', elsewhere]);
  await run('cp', ['--archive', log, moved]);
  await rm(log, { recursive: true });
  await run('ln', ['--symbolic', moved, log]);
  await server.start();
  return server;
}
