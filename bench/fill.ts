import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const SUPPORT = join(__dirname, '../test/support');

/** Ten of the filled versions have it, however many there are. */
export const SEARCH_TERM = 'package-7 ';

/** Adds versions that are sealed as publishing seals them, so that an audit of the store is clean. */
export async function fillVersions(databaseUrl: string, count: number): Promise<void> {
  const script = ['--require', join(SUPPORT, 'register-typescript.cjs'), join(SUPPORT, 'fill-store.script.ts')];
  const child = spawn(process.execPath, [...script, databaseUrl, String(count)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  if (exitCode !== 0) throw new Error(`filling the store ended with ${exitCode}`);
}
