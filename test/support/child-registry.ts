import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { LogLine } from './test-app';

const PROJECT_ROOT = join(__dirname, '../..');
const REGISTER_TYPESCRIPT = join(__dirname, 'register-typescript.cjs');

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const running = new Set<ChildProcess>();

/** A test that failed before its end must not leave a server behind. Scripts outside of jest stop what they started. */
if (typeof afterAll === 'function') {
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
  });
}

/** The Registry as a process of its own, with nothing but the given variables in its environment. */
export class ChildRegistry {
  stdout = '';
  stderr = '';
  readonly exit: Promise<Exit>;

  private constructor(readonly process: ChildProcess) {
    process.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    running.add(process);
    this.exit = new Promise((resolve) => {
      process.once('close', (code, signal) => {
        running.delete(process);
        resolve({ code, signal });
      });
    });
  }

  /** `entry` is a file of the sources (`src/main.ts`), or of a build when it ends in `.js`. */
  static start(entry: string, env: Readonly<Record<string, string>>, args: readonly string[] = []): ChildRegistry {
    const loader = entry.endsWith('.ts') ? ['--require', REGISTER_TYPESCRIPT] : [];
    return new ChildRegistry(
      spawn(process.execPath, [...loader, join(PROJECT_ROOT, entry), ...args], {
        env: { PATH: process.env.PATH, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  get lines(): readonly LogLine[] {
    return this.stdout
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as LogLine);
  }

  /** The first log line with this message; fails when the process ends or takes too long. */
  async logged(message: string, timeoutMs = 20_000): Promise<LogLine> {
    return this.until(
      () => this.lines.find((line) => line.message === message),
      `the log line "${message}"`,
      timeoutMs,
    );
  }

  /** `http://127.0.0.1:port`, once it listens. */
  async address(): Promise<string> {
    return String((await this.logged('the Registry is listening')).address);
  }

  async until<T>(find: () => T | undefined, what: string, timeoutMs = 20_000): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const hasEnded = this.process.exitCode !== null || this.process.signalCode !== null;
      if (hasEnded || Date.now() > deadline) {
        throw new Error(
          `${what} did not come ${hasEnded ? 'before the exit' : 'in time'}:\n${this.stdout}${this.stderr}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    this.process.kill(signal);
    return this.exit;
  }
}
