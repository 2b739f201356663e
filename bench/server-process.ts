import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { usageOf } from './process-usage';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 2;

export interface ServerCommand {
  /** A JavaScript file. */
  readonly entry: string;
  readonly nodeFlags?: readonly string[];
  /** The path that is answered with `readyStatus` (200 by default) when the server is ready. */
  readonly readyPath: string;
  readonly readyStatus?: number;
  readonly env: (port: number) => Readonly<Record<string, string>>;
}

/** What a start took, from the start of the process to the first answer at the path that says ready. */
export interface StartCost {
  readonly ms: number;
  readonly cpuSeconds: number;
}

/** A server as a process of its own; its log goes nowhere, since writing it down would be measured too. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
    readonly pid: number,
    readonly startCost: StartCost,
  ) {}

  /** Resolves when the server is ready. @throws when it ends before, or takes a minute */
  static async start(command: ServerCommand): Promise<ServerProcess> {
    const { entry, nodeFlags = [], readyPath, readyStatus = 200, env } = command;
    const port = await freePort();
    const startedAt = performance.now();
    const child = spawn(process.execPath, [...nodeFlags, entry], {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const pid = child.pid ?? 0;
    const origin = `http://127.0.0.1:${port}`;
    while ((await statusOf(`${origin}${readyPath}`)) !== readyStatus) {
      if (child.exitCode !== null) throw new Error(`${entry} ended with ${child.exitCode}`);
      if (performance.now() - startedAt > START_TIMEOUT_MS) {
        child.kill('SIGKILL');
        throw new Error(`${entry} does not answer ${readyPath}`);
      }
      await sleep(POLL_MS);
    }
    const ms = performance.now() - startedAt;
    return new ServerProcess(child, origin, pid, { ms, cpuSeconds: usageOf(pid).cpuSeconds });
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'close');
    if (!this.child.kill('SIGTERM')) return;
    await ended;
  }
}

/** None while nobody listens. */
async function statusOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
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
