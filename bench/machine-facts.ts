import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { commitMilliseconds } from './commit-time';
import { withClient } from './with-client';

/** What makes a report comparable with another one; nothing that names the machine. */
export interface MachineFacts {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** The disk's part in every write. */
  readonly commitMs: number;
  /** With `-dirty` where files differ from it; none outside a checkout. */
  readonly commit: string | undefined;
}

export async function machineFacts(databaseUrl: string): Promise<MachineFacts> {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryBytes: totalmem(),
    system: `${platform()} ${arch()}`,
    node: process.version,
    postgres: await postgresVersion(databaseUrl),
    commitMs: await commitMilliseconds(databaseUrl),
    commit: commitOf(join(__dirname, '..')),
  };
}

function postgresVersion(databaseUrl: string): Promise<string> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? 'unknown';
  });
}

function commitOf(directory: string): string | undefined {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const commit = git('rev-parse', '--short=12', 'HEAD');
    return git('status', '--porcelain') === '' ? commit : `${commit}-dirty`;
  } catch {
    return undefined;
  }
}
