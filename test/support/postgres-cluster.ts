import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeLiteral } from 'pg';
import { freePort } from '../../src/database/embedded/free-port';
import { runMigrations } from '../../src/database/migration-runner';
import { PostgresServer } from './postgres-server';
import { postgresUser, runPostgresTool } from './postgres-tools';
import type { TestDatabase } from './test-database';

const SUPERUSER = 'anip_superuser';
/** The owner of the Registry's database: no superuser, as in production. */
const OWNER = 'anip_registry';

/** No power cut is tested here, and what a killed process had written stays in the system's cache. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  shared_buffers: '32MB',
  max_connections: '120',
  wal_keep_size: '256MB',
  // A standby says at once how far it is, and asks again soon for a primary that went away.
  wal_receiver_status_interval: '1s',
  wal_retrieve_retry_interval: '200ms',
};

export interface PostgresClusterOptions {
  /** Server settings of the primary and all standbys, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A real primary and its streaming standbys, on loopback and in a temporary directory, with Debian's PostgreSQL:
 *
 *     const cluster = await PostgresCluster.start();
 *     const standby = await cluster.addStandby();
 *     standby.at(cluster.database.url);                 // the Registry's database on the standby
 *     await standby.pauseReplay(); await standby.resumeReplay(); await standby.caughtUp(cluster.primary);
 *     await cluster.primary.stop('kill');               // or 'fast', 'immediate'; start() brings it back
 *     await standby.promote();
 *     await cluster.remove();
 */
export class PostgresCluster {
  private readonly servers: PostgresServer[] = [];

  private constructor(
    private readonly directory: string,
    private readonly superuserPassword: string,
    private readonly ownerPassword: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** With one database that has the schema of all migrations. */
  static async start(options: PostgresClusterOptions = {}): Promise<PostgresCluster> {
    const directory = mkdtempSync(join(tmpdir(), 'anip-cluster-'));
    const secret = (): string => randomBytes(12).toString('hex');
    const cluster = new PostgresCluster(directory, secret(), secret(), { ...SETTINGS, ...options.settings });
    try {
      await cluster.initialise();
    } catch (error) {
      await cluster.remove();
      throw error;
    }
    return cluster;
  }

  get primary(): PostgresServer {
    return this.serverAt(0);
  }

  get standbys(): readonly PostgresServer[] {
    return this.servers.slice(1);
  }

  /** The database on the first primary; fit for `TestApp.start`, which leaves it to this cluster to remove it. */
  get database(): TestDatabase {
    const url = (user: string, password: string): string =>
      `postgres://${user}:${password}@127.0.0.1:${this.primary.port}/registry`;
    return {
      url: url(OWNER, this.ownerPassword),
      superuserUrl: url(SUPERUSER, this.superuserPassword),
      drop: () => Promise.resolve(),
    };
  }

  /** A running standby that streams from `primary`, a copy of it as it is now. */
  async addStandby(primary: PostgresServer = this.primary): Promise<PostgresServer> {
    const directory = this.newDirectory();
    await runPostgresTool('pg_basebackup', [
      ...['--dbname', primary.superuserUrl, '--pgdata', directory],
      ...['--write-recovery-conf', '--checkpoint=fast', '--wal-method=stream', '--no-sync'],
    ]);
    return this.startIn(directory);
  }

  /** Stops everything and leaves nothing. */
  async remove(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop('immediate')));
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async initialise(): Promise<void> {
    const user = postgresUser();
    const passwordFile = join(this.directory, 'password');
    writeFileSync(passwordFile, `${this.superuserPassword}\n`, { mode: 0o600 });
    if (user) for (const path of [this.directory, passwordFile]) chownSync(path, user.uid, user.gid);
    const directory = this.newDirectory();
    await runPostgresTool('initdb', [
      ...['--pgdata', directory, '--username', SUPERUSER, '--pwfile', passwordFile],
      ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'],
    ]);
    const primary = await this.startIn(directory);
    await primary.query(`CREATE ROLE ${OWNER} LOGIN PASSWORD ${escapeLiteral(this.ownerPassword)}`);
    await primary.query(`CREATE DATABASE registry OWNER ${OWNER}`);
    await runMigrations(this.database.url, () => undefined);
  }

  private newDirectory(): string {
    return join(this.directory, `server-${this.servers.length}`);
  }

  private async startIn(directory: string): Promise<PostgresServer> {
    const port = await freePort();
    const superuserUrl = `postgres://${SUPERUSER}:${this.superuserPassword}@127.0.0.1:${port}/postgres`;
    const server = new PostgresServer({ directory, port, superuserUrl, settings: this.settings });
    this.servers.push(server);
    await server.start();
    return server;
  }

  private serverAt(index: number): PostgresServer {
    const server = this.servers[index];
    if (server === undefined) throw new Error(`The cluster has no server ${index}`);
    return server;
  }
}
