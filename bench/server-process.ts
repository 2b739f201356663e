import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROJECT_ROOT = join(__dirname, '..');
const REGISTER_TYPESCRIPT = join(PROJECT_ROOT, 'test/support/register-typescript.cjs');
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 2;

/** A server as a process of its own; its log goes nowhere, since writing it down would be measured too. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
    /** From the start of the process to the first answer at the asked path. */
    readonly startMs: number,
  ) {}

  /** Resolves when `path` is answered with a success. */
  static async start(
    entry: string,
    path: string,
    env: (port: number) => Readonly<Record<string, string>>,
  ): Promise<ServerProcess> {
    const port = await freePort();
    const loader = entry.endsWith('.ts') ? ['--require', REGISTER_TYPESCRIPT] : [];
    const startedAt = performance.now();
    const child = spawn(process.execPath, [...loader, join(PROJECT_ROOT, entry)], {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const origin = `http://127.0.0.1:${port}`;
    while (!(await answers(`${origin}${path}`))) {
      if (child.exitCode !== null) throw new Error(`${entry} ended with ${child.exitCode}`);
      if (performance.now() - startedAt > START_TIMEOUT_MS) throw new Error(`${entry} does not answer ${path}`);
      await sleep(POLL_MS);
    }
    return new ServerProcess(child, origin, performance.now() - startedAt);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'close');
    if (!this.child.kill('SIGTERM')) return;
    await ended;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
