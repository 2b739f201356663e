import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { platform } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Log } from '../migration-lock';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import type { OsUser } from './os-user';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const POLL_MS = 50;
const KEPT_LOG_LINES = 20;

/**
 * The shell becomes the server (`exec`), and leaves behind a watcher that reads from this process: when this process
 * dies without a word, even by SIGKILL, the pipe ends and the watcher stops the server. A line means: it has stopped.
 */
const WATCHED = '( ( read -r _ <&3 || kill -INT $$ ) >/dev/null 2>&1 & ) ; exec 3<&- ; exec "$@"';

/** Nothing of our environment, which may hold secrets and PG* variables. Windows cannot start a program without its own. */
export function childEnvironment(): NodeJS.ProcessEnv | undefined {
  return platform() === 'win32' ? undefined : { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** A running server of ours. */
export class ServerProcess {
  private readonly logLines: string[] = [];
  private stopping?: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.logLines.push(...text.split('\n').filter((line) => line !== ''));
      this.logLines.splice(0, this.logLines.length - KEPT_LOG_LINES);
    });
    child.on('exit', () => this.watcher()?.end('stopped\n'));
    this.watcher()?.on('error', () => undefined);
  }

  static spawn(postgres: string, flags: readonly string[], user: OsUser | undefined): ServerProcess {
    // A group of its own: Ctrl-C at a terminal reaches the Registry alone, which first finishes its requests.
    const options = { ...user, cwd: '/', env: childEnvironment(), detached: true } as const;
    const child =
      platform() === 'win32'
        ? spawn(postgres, flags, { stdio: ['ignore', 'ignore', 'pipe'] })
        : spawn('/bin/sh', ['-c', WATCHED, 'sh', postgres, ...flags], {
            ...options,
            stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
          });
    return new ServerProcess(child);
  }

  /** Until the server answers at `url`, or has given up. */
  async ready(url: string): Promise<void> {
    let failure: Error | undefined;
    this.child.on('error', (error) => (failure = error));
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await answers(url))) {
      if (failure || this.hasExited() || Date.now() > deadline) {
        throw new EmbeddedPostgresError(
          `The embedded PostgreSQL did not start: ${failure?.message ?? this.lastWords()}`,
        );
      }
      await sleep(POLL_MS);
    }
  }

  logUnexpectedExit(log: Log): void {
    this.child.on('exit', (code, signal) => {
      if (!this.stopping) log('the embedded PostgreSQL stopped by itself', { code, signal, log: this.lastWords() });
    });
  }

  lastWords(): string {
    return this.logLines.join('\n') || `no word, exit code ${this.child.exitCode ?? 'none'}`;
  }

  /** SIGINT is PostgreSQL's fast shutdown: clients are sent away, everything is written, nothing needs recovery. */
  stop(): Promise<void> {
    this.stopping ??= this.shutDown();
    return this.stopping;
  }

  private async shutDown(): Promise<void> {
    if (this.hasExited() || this.child.pid === undefined) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGINT');
    const hurry = setTimeout(() => this.child.kill('SIGQUIT'), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(hurry);
  }

  private hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private watcher(): NodeJS.WritableStream | undefined {
    const pipe = this.child.stdio[3];
    return pipe && 'write' in pipe ? pipe : undefined;
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
