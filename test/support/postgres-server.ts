import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { ServerProcess } from '../../src/database/embedded/server-process';
import { postgresTool, postgresUser } from './postgres-tools';

/** As libpq's tools name them: `fast` sends clients away and writes everything, `immediate` leaves a recovery to do. */
export type StopMode = 'fast' | 'immediate' | 'kill';

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const;
/** The children of a killed postmaster end by themselves, and until then hold what its successor needs. */
const RESTART_ATTEMPTS = 40;
const PAUSE_MS = 250;

export interface PostgresServerOptions {
  readonly directory: string;
  readonly port: number;
  /** By name, as in postgresql.conf. */
  readonly settings: Readonly<Record<string, string>>;
  /** As superuser: `postgres://user:password@127.0.0.1:port/postgres`. */
  readonly superuserUrl: string;
}

/** One server of a cluster, primary or standby; it can be stopped and started again in the same place. */
export class PostgresServer {
  private process?: ServerProcess;

  constructor(private readonly options: PostgresServerOptions) {}

  get port(): number {
    return this.options.port;
  }

  get superuserUrl(): string {
    return this.options.superuserUrl;
  }

  get directory(): string {
    return this.options.directory;
  }

  /** The same database and user as `url` names, on this server. */
  at(url: string): string {
    const own = new URL(url);
    own.port = String(this.port);
    return own.href;
  }

  async start(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const server = ServerProcess.spawn(postgresTool('postgres'), this.flags(), postgresUser());
      try {
        await server.ready(this.superuserUrl);
        this.process = server;
        return;
      } catch (error) {
        await server.stop();
        if (attempt === RESTART_ATTEMPTS || !String(error).includes('pre-existing shared memory')) throw error;
        await sleep(PAUSE_MS);
      }
    }
  }

  /** Until the server process has ended. A server that has not been started, or has stopped, is left alone. */
  async stop(mode: StopMode = 'fast'): Promise<void> {
    const server = this.process;
    if (server === undefined) return;
    this.process = undefined;
    process.kill(this.pid(), SIGNALS[mode]);
    await server.stop();
  }

  /** Stops the WAL where it is: what commits on the primary from now on is not seen here. Only on a standby. */
  async pauseReplay(): Promise<void> {
    await this.query('SELECT pg_wal_replay_pause()');
    await this.until(
      async () => (await this.query<{ state: string }>('SELECT pg_get_wal_replay_pause_state() AS state'))[0]?.state,
      'paused',
    );
  }

  async resumeReplay(): Promise<void> {
    await this.query('SELECT pg_wal_replay_resume()');
  }

  /** Makes this standby a primary; resolves when it takes writes. */
  async promote(): Promise<void> {
    const [row] = await this.query<{ promoted: boolean }>('SELECT pg_promote(true, 60) AS promoted');
    if (row?.promoted !== true) throw new Error(`The standby on port ${this.port} was not promoted in a minute`);
  }

  /** Until this standby has replayed all that `primary` has written so far. */
  async caughtUp(primary: PostgresServer): Promise<void> {
    const [row] = await primary.query<{ lsn: string }>('SELECT pg_current_wal_flush_lsn()::text AS lsn');
    await this.until(async () => {
      const sql = 'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS done';
      return (await this.query<{ done: boolean }>(sql, [row?.lsn]))[0]?.done;
    }, true);
  }

  /** As superuser, on a connection of its own, in the database `postgres` or the one that `url` names. */
  async query<Row extends object>(sql: string, values: unknown[] = [], url = this.superuserUrl): Promise<Row[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  private async until<T>(read: () => Promise<T>, wanted: T, timeoutMs = 20_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = await read();
      if (found === wanted) return;
      if (Date.now() > deadline) {
        throw new Error(`port ${this.port}: ${String(found)} did not become ${String(wanted)}`);
      }
      await sleep(20);
    }
  }

  private flags(): string[] {
    const settings = Object.entries({ ...this.options.settings, port: String(this.port) });
    return ['-D', this.directory, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  }

  private pid(): number {
    return Number.parseInt(readFileSync(`${this.directory}/postmaster.pid`, 'utf8'), 10);
  }
}
