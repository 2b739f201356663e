import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROJECT_ROOT = join(__dirname, '../..');
const REGISTER_TYPESCRIPT = join(__dirname, 'register-typescript.cjs');

export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Beside PATH: a command of the test sees nothing of the environment that the tests run in. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What the command reads from its standard input. */
  readonly input?: string | Uint8Array;
  /** A program of the sources other than `anip`. */
  readonly entry?: string;
}

/** Runs a command as a process of its own, as a user does, and waits for its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const entry = join(PROJECT_ROOT, options.entry ?? 'src/cli/anip.ts');
  const child = spawn(process.execPath, ['--require', REGISTER_TYPESCRIPT, entry, ...args], {
    cwd: options.cwd ?? PROJECT_ROOT,
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A command that reads no input may have ended before it is written.
  child.stdin.on('error', () => undefined).end(options.input);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
}
