import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { markdownTable } from '../markdown-table';
import { type Conditions, loadRoute, warmUp } from '../measure';
import type { Route } from '../routes';
import { startRegistry, type Store } from '../stack';
import { analyseProfile, type CpuProfile, type ProfileSummary, type ProfileWindow } from './analyse-profile';

const FUNCTIONS_SHOWN = 20;

/**
 * Starts the Registry anew for each route, with `--cpu-prof`, and prints where its main thread spent the load. The
 * profiles stay in `<directory>/<route>/`, for the browser's developer tools. What the thread pool does (zlib, DNS) is
 * on no profile.
 */
export async function profileRoutes(
  routes: readonly Route[],
  store: Store,
  directory: string,
  conditions: Conditions,
): Promise<void> {
  for (const route of routes) {
    const profileDir = resolve(directory, route.name.replaceAll(/[^A-Za-z0-9]+/g, '-').toLowerCase());
    await mkdir(profileDir, { recursive: true });
    const known = new Set(await readdir(profileDir));
    const window = await loadProfiled(route, store, profileDir, conditions);
    const written = (await readdir(profileDir)).filter((name) => name.endsWith('.cpuprofile') && !known.has(name));
    const [file] = written;
    if (file === undefined) throw new Error(`${route.name}: the Registry wrote no profile`);
    const profile = JSON.parse(await readFile(join(profileDir, file), 'utf8')) as CpuProfile;
    console.log(profileReport(route.name, analyseProfile(profile, window)));
  }
}

async function loadProfiled(
  route: Route,
  store: Store,
  profileDir: string,
  { seconds, connections }: Conditions,
): Promise<ProfileWindow> {
  const registry = await startRegistry(store.databaseUrl, {
    nodeFlags: ['--cpu-prof', `--cpu-prof-dir=${profileDir}`],
  });
  try {
    await warmUp(route, registry, connections);
    const fromUs = monotonicUs();
    await loadRoute(route, registry.origin, { seconds, connections });
    return { fromUs, toUs: monotonicUs() };
  } finally {
    await registry.stop();
  }
}

/** The clock of the profile: V8 and Node both read CLOCK_MONOTONIC. */
function monotonicUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

function profileReport(name: string, { totalMs, idleMs, groups, functions }: ProfileSummary): string {
  const rows = (shares: ProfileSummary['groups']): string[][] =>
    shares.map(({ name: title, selfMs, share }) => [title, selfMs.toFixed(0), `${(share * 100).toFixed(1)} %`]);
  return [
    `## ${name}`,
    `${totalMs.toFixed(0)} ms, of which ${idleMs.toFixed(0)} ms idle. Self time of the main thread:`,
    markdownTable(['group', 'ms', 'of busy'], rows(groups)),
    markdownTable(['function', 'ms', 'of busy'], rows(functions.slice(0, FUNCTIONS_SHOWN))),
    '',
  ].join('\n\n');
}
