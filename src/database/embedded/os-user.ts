import { execFileSync } from 'node:child_process';
import { realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Log } from '../migration-lock';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error';

/** The OS user whom the server runs as; undefined in the functions below means: as this process. */
export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

const USER_NAME = 'postgres';

/**
 * PostgreSQL refuses to run as root, so root hands it to the owner of the cluster in `dataDir` or, for a new one, to
 * the user `postgres`, who is made when the system has none. initdb asks for the user's name: a bare number would not do.
 */
export function serverUser(dataDir: string, log: Log): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = clusterOwner(dataDir) ?? lookUp(USER_NAME);
  if (existing) return existing;
  try {
    execFileSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', USER_NAME],
      {
        stdio: 'pipe',
      },
    );
  } catch (error) {
    throw new EmbeddedPostgresError(
      `PostgreSQL refuses to run as root, there is no OS user "${USER_NAME}" to run it as, and one could not be made ` +
        `(${reasonOf(error).trim()}). Add that user, start as another user than root, or set ANIP_REGISTRY_DATABASE_URL`,
      { cause: error },
    );
  }
  log('made an OS user for the embedded PostgreSQL, which refuses to run as root', { user: USER_NAME });
  return lookUp(USER_NAME);
}

/**
 * The first directory on the way to `path`, itself included, that `user` may not enter; undefined when the way is
 * open. By mode bits: a child process has no groups but its own.
 */
export function firstClosedDirectory(path: string, user: OsUser): string | undefined {
  return wayTo(realpathSync(path)).find((directory) => {
    const { mode, uid, gid } = statSync(directory);
    const enter = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    return (mode & enter) === 0;
  });
}

function clusterOwner(dataDir: string): OsUser | undefined {
  try {
    const { uid, gid } = statSync(join(dataDir, 'postgres', 'PG_VERSION'));
    return uid === 0 ? undefined : { uid, gid };
  } catch {
    return undefined;
  }
}

function wayTo(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...wayTo(parent), path];
}

function lookUp(name: string): OsUser | undefined {
  try {
    return { uid: idOf('-u', name), gid: idOf('-g', name) };
  } catch {
    return undefined;
  }
}

function idOf(which: '-u' | '-g', name: string): number {
  return Number.parseInt(execFileSync('id', [which, name], { stdio: 'pipe', encoding: 'utf8' }), 10);
}
