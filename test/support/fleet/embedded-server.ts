import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../../../src/database/embedded/free-port';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/database/embedded-postgres';
import type { StopMode } from '../postgres-server';

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const;
/** The children of a killed server end by themselves, and until then hold what its successor needs. */
const START_ATTEMPTS = 40;
const PAUSE_MS = 250;

/** PostgreSQL 18 with the durability of its defaults, which can be stopped in every way and started again. */
export class EmbeddedServer {
  private server: EmbeddedPostgres | undefined;
  private currentUrl = '';

  private constructor(
    readonly dataDir: string,
    private readonly port: number,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** In a temporary directory, or in one that the caller made and removes. */
  static async start(
    options: { readonly dataDir?: string; readonly settings?: Readonly<Record<string, string>> } = {},
  ): Promise<EmbeddedServer> {
    const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'anip-fleet-'));
    // Started as root, the server runs as another user, who must reach its directory.
    chmodSync(dataDir, 0o711);
    const settings = { max_connections: '120', shared_buffers: '64MB', ...options.settings };
    const server = new EmbeddedServer(dataDir, await freePort(), settings);
    await server.start();
    return server;
  }

  /** The same before and after every restart. */
  get url(): string {
    return this.currentUrl;
  }

  get cluster(): string {
    return join(this.dataDir, 'postgres');
  }

  async start(): Promise<void> {
    const { dataDir, port, settings } = this;
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.server = await startEmbeddedPostgres({ dataDir, port, settings, log: () => undefined });
        this.currentUrl = this.server.url;
        return;
      } catch (error) {
        if (attempt === START_ATTEMPTS || !/pre-existing shared memory|in use/.test(String(error))) throw error;
        await sleep(PAUSE_MS);
      }
    }
  }

  /** Until the server process has ended; nothing for one that runs no more. */
  async stop(mode: StopMode = 'fast'): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    try {
      process.kill(Number.parseInt(readFileSync(join(this.cluster, 'postmaster.pid'), 'utf8'), 10), SIGNALS[mode]);
    } catch (error) {
      // It has ended by itself, and taken its file with it or not.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ENOENT' && code !== 'ESRCH') throw error;
    }
    await server.stop();
  }

  /** Whether it takes connections; a server that recovers does not yet. */
  async isRunning(): Promise<boolean> {
    return this.query('SELECT 1').then(
      () => true,
      () => false,
    );
  }

  /** As the superuser, on a connection of its own. */
  async query<Row extends object>(sql: string): Promise<Row[]> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Stops the server and, unless the directory is the caller's, leaves nothing. */
  async remove(): Promise<void> {
    await this.stop('immediate');
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
