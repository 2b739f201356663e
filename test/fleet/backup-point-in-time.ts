import { freePort } from '../../src/database/embedded/free-port';
import type { PostgresCluster } from '../support/postgres-cluster';
import { PostgresServer } from '../support/postgres-server';
import { runPostgresTool } from '../support/postgres-tools';
import { until } from '../support/until';
import { refusalOf } from './backup-dump';
import type { BackupFiles } from './backup-files';

const WAIT_MS = 60_000;

/** The settings of a primary whose WAL is archived in `directory`. */
export function archiving(directory: string): Record<string, string> {
  return { archive_mode: 'on', archive_command: `test ! -f ${directory}/%f && cp %p ${directory}/%f` };
}

/** A copy of the whole server as it is now, which pg_verifybackup finds whole. */
export async function takeBaseBackup(cluster: PostgresCluster, directory: string): Promise<void> {
  await runPostgresTool('pg_basebackup', [
    ...[`--dbname=${cluster.primary.superuserUrl}`, `--pgdata=${directory}`],
    ...['--checkpoint=fast', '--wal-method=stream', '--no-sync'],
  ]);
  await runPostgresTool('pg_verifybackup', [directory]);
}

/** The same backup with one byte of one file changed, and then changed back; what pg_verifybackup says of it. */
export async function refusalOfDamaged(files: BackupFiles, backup: string): Promise<string | undefined> {
  // The catalogue of databases, which lies in every backup at the same place.
  const file = `${backup}/global/1262`;
  files.flipByte(file, file, 0.5);
  const refusal = await refusalOf(runPostgresTool('pg_verifybackup', [files.file(backup)]));
  files.flipByte(file, file, 0.5);
  await runPostgresTool('pg_verifybackup', [files.file(backup)]);
  return refusal;
}

/** The server's time, after everything that was committed so far. */
export async function serverTime(cluster: PostgresCluster): Promise<string> {
  const [row] = await cluster.primary.query<{ time: string }>('SELECT clock_timestamp()::text AS time');
  return row?.time ?? '';
}

/** Until all that was written so far is in the archive. */
export async function archived(cluster: PostgresCluster): Promise<void> {
  const [row] = await cluster.primary.query<{ file: string }>(
    'SELECT pg_walfile_name(pg_current_wal_lsn()) AS file, pg_switch_wal()',
  );
  await until(
    async () => {
      const sql = 'SELECT last_archived_wal >= $1 AS done FROM pg_stat_archiver';
      return (await cluster.primary.query<{ done: boolean }>(sql, [row?.file]))[0]?.done === true;
    },
    `the archiving of ${row?.file ?? ''}`,
    WAIT_MS,
  );
}

/** Starts a base backup as a server of its own that replays the archive up to `time`, and then takes writes. */
export async function recover(
  cluster: PostgresCluster,
  files: BackupFiles,
  backup: string,
  archive: string,
  time: string,
): Promise<PostgresServer> {
  files.write(`${backup}/recovery.signal`, '');
  const url = new URL(cluster.primary.superuserUrl);
  const port = await freePort();
  url.port = String(port);
  const server = new PostgresServer({
    directory: files.file(backup),
    port,
    superuserUrl: url.href,
    settings: {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '120',
      restore_command: `cp ${archive}/%f %p`,
      recovery_target_time: time,
      recovery_target_action: 'promote',
    },
  });
  await server.start();
  await until(
    async () => {
      const [row] = await server.query<{ recovering: boolean }>('SELECT pg_is_in_recovery() AS recovering');
      return row?.recovering === false;
    },
    'the end of the recovery',
    WAIT_MS,
  );
  return server;
}
