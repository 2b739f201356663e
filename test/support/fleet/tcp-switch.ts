import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../src/database/embedded/free-port';
import { balancerProgram, haproxyCommand } from './balancer';

/** The one address of a PostgreSQL cluster, as an operator or a managed service gives it: HAProxy, one server behind it. */
export class TcpSwitch {
  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
    readonly port: number,
  ) {}

  static async start(targetPort: number): Promise<TcpSwitch> {
    const program = balancerProgram('haproxy');
    if (program === undefined) throw new Error('There is no haproxy; install the Debian package of that name');
    const directory = mkdtempSync(join(tmpdir(), 'anip-switch-'));
    const port = await freePort();
    const file = join(directory, 'haproxy.cfg');
    writeFileSync(
      file,
      `global
  stats socket ${join(directory, 'admin.sock')} mode 600 level admin
defaults
  mode tcp
  timeout connect 2s
  timeout client 10m
  timeout server 10m
frontend postgres
  bind 127.0.0.1:${port}
  default_backend cluster
backend cluster
  server primary 127.0.0.1:${targetPort}
`,
    );
    const child = spawn(program, ['-db', '-q', '-f', file], { stdio: 'ignore' });
    const created = new TcpSwitch(child, directory, port);
    await created.command('show info');
    return created;
  }

  /** The same database and user as `url` names, by this address. */
  at(url: string): string {
    const own = new URL(url);
    own.port = String(this.port);
    return own.href;
  }

  /** From now on connections go to another server; those that are open are ended. */
  async switchTo(targetPort: number): Promise<void> {
    await this.command(`set server cluster/primary addr 127.0.0.1 port ${targetPort}`);
    await this.command('shutdown sessions server cluster/primary');
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async command(command: string): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await haproxyCommand(join(this.directory, 'admin.sock'), command);
      } catch (error) {
        // The socket is there a moment after the process.
        if (attempt === 100) throw error;
        await sleep(20);
      }
    }
  }
}
