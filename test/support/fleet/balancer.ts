import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../src/database/embedded/free-port';
import { writeHaproxyFiles } from './haproxy-config';
import { writeNginxFiles } from './nginx-config';

export const BALANCER_KINDS = ['haproxy', 'nginx'] as const;
export type BalancerKind = (typeof BALANCER_KINDS)[number];

/** What it takes to see a replica come and go, with the intervals of the configurations and some more. */
const NGINX_NOTICE_MS = 1_500;
const TIMEOUT_MS = 20_000;

/** Where Debian puts the program; undefined: it is not installed. */
export function balancerProgram(kind: BalancerKind): string | undefined {
  return [`/usr/sbin/${kind}`, `/usr/local/sbin/${kind}`].find((path) => existsSync(path));
}

/** A real load balancer in front of replicas, in the foreground as a child of this process. */
export class Balancer {
  private constructor(
    private readonly kind: BalancerKind,
    private readonly child: ChildProcess,
    private readonly directory: string,
    readonly port: number,
  ) {}

  static async start(kind: BalancerKind, replicaPorts: readonly number[]): Promise<Balancer> {
    const program = balancerProgram(kind);
    if (program === undefined) throw new Error(`There is no ${kind}; install the Debian package of that name`);
    const directory = mkdtempSync(join(tmpdir(), 'anip-balancer-'));
    const port = await freePort();
    const settings = { directory, port, replicaPorts };
    const args = kind === 'haproxy' ? writeHaproxyFiles(settings) : writeNginxFiles(settings);
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const balancer = new Balancer(kind, child, directory, port);
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    try {
      await balancer.until(async () => {
        if (child.exitCode !== null) throw new Error(`${kind} ended: ${complaint}`);
        return (await fetch(`${balancer.origin}/registry-api/v1/healthz`).catch(() => undefined))?.ok === true;
      });
    } catch (error) {
      await balancer.stop();
      throw error;
    }
    return balancer;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Until requests are sent to the replica on this port again. */
  async takesIn(replicaPort: number): Promise<void> {
    // It has no checks of its own: a replica that failed is tried again after a while.
    if (this.kind === 'nginx') await sleep(NGINX_NOTICE_MS);
    else await this.until(async () => (await this.stateOf(replicaPort)).startsWith('UP'));
  }

  /** Requests that a second replica got after a first had got them already; only nginx does that. */
  repeated(path: RegExp): number {
    if (this.kind !== 'nginx') return 0;
    // "GET <path> sent [0, 512]": how many bytes each replica got; the last one is the one that answered.
    const lines = readFileSync(join(this.directory, 'access.log'), 'utf8').split('\n');
    return lines.filter((line) => path.test(line) && /\[.*\b[1-9]\d*,/.test(line)).length;
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async stateOf(replicaPort: number): Promise<string> {
    const csv = await haproxyCommand(join(this.directory, 'admin.sock'), 'show stat');
    const [head = '', ...rows] = csv.split('\n').map((line) => line.split(','));
    const row = rows.find((fields) => fields[1] === `r${replicaPort}`);
    return row?.[head.indexOf('status')] ?? 'unknown';
  }

  private async until(isDone: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + TIMEOUT_MS;
    while (!(await isDone())) {
      if (Date.now() > deadline) throw new Error(`${this.kind} did not come to see what was waited for`);
      await sleep(50);
    }
  }
}

/** One command on HAProxy's admin socket, and its answer. */
export async function haproxyCommand(socketPath: string, command: string): Promise<string> {
  const socket = connect(socketPath);
  socket.end(`${command}\n`);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) answer += String(chunk);
  return answer;
}
