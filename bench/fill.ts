import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROJECT_ROOT = join(__dirname, '..');
const LOADER = join(PROJECT_ROOT, 'test/support/register-typescript.cjs');

/** Ten of the filled versions have it, however many there are. */
export const SEARCH_TERM = 'number_7.list';

/**
 * Adds versions of some 30 KB that are sealed as publishing seals them, so that an audit of the store is clean. They
 * differ in little but their number; `bench/growth` has many small ones with texts as varied as real ones.
 */
export function fillVersions(databaseUrl: string, count: number): Promise<void> {
  return runScript('test/support/fill-store.script.ts', [databaseUrl, String(count)]);
}

/** Runs a TypeScript file of the project as a process of its own. @throws unless it ends well */
export async function runScript(file: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ['--require', LOADER, join(PROJECT_ROOT, file), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  if (exitCode !== 0) throw new Error(`${file} ended with ${exitCode}`);
}
