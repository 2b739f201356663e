import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import type { Log } from '../migration-lock';
import { SYSTEM_DIRECTORY } from './binaries';
import { EmbeddedPostgresError, OTHER_DIRECTORY_HINT, reasonOf, systemCodeOf } from './embedded-postgres-error';
import { firstClosedDirectory, type OsUser } from './os-user';

/**
 * The directory of the cluster: `<dataDir>/postgres`. When root keeps its data where the server's user cannot go (a
 * home directory with mode 700), that is a symbolic link to a directory below /var/lib; the link, not the name, ties
 * the two together, so that a data directory that was deleted and made anew starts empty.
 */
export function clusterDirectory(dataDir: string, user: OsUser | undefined, log: Log): string {
  makeUsable(dataDir);
  const path = join(realpathSync(dataDir), 'postgres');
  const link = lstatSync(path, { throwIfNoEntry: false });
  const place = link?.isSymbolicLink() ? resolve(path, '..', readlinkSync(path)) : path;
  if (!user) return place;
  const parent = join(place, '..');
  const closed = existsSync(parent) ? firstClosedDirectory(parent, user) : undefined;
  if (closed === undefined) return place;
  if (link) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL in ${path} runs as the OS user with id ${user.uid}, who cannot enter ${closed}. ` +
        `Open that directory (chmod o+x ${closed}). ${OTHER_DIRECTORY_HINT}`,
    );
  }
  return relocate(path, closed, log);
}

/** True for a cluster, false for nothing or an empty directory; all else is not ours to write into. */
export function isInitialised(directory: string, majorVersion: string): boolean {
  const entries = entriesOf(directory);
  if (entries.length === 0) return false;
  if (!entries.includes('PG_VERSION')) {
    throw new EmbeddedPostgresError(
      `${directory} holds files but no PostgreSQL cluster, and will not be overwritten. ${OTHER_DIRECTORY_HINT}`,
    );
  }
  const found = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  if (found !== majorVersion) {
    throw new EmbeddedPostgresError(
      `${directory} was written by PostgreSQL ${found}; the embedded one is ${majorVersion} and cannot open it. ` +
        `Dump it with a PostgreSQL ${found} and load it again. ${OTHER_DIRECTORY_HINT}`,
    );
  }
  return true;
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw new EmbeddedPostgresError(
      `${directory} cannot be read (${reasonOf(error)}); it may belong to another OS user, for instance after a start ` +
        `as root. Start as that user again. ${OTHER_DIRECTORY_HINT}`,
      { cause: error },
    );
  }
}

function makeUsable(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The data directory ${dataDir} cannot be used (${reasonOf(error)}): it must be a directory that can be made or ` +
        `written. ${OTHER_DIRECTORY_HINT}`,
      { cause: error },
    );
  }
}

function relocate(path: string, closed: string, log: Log): string {
  try {
    mkdirSync(SYSTEM_DIRECTORY, { recursive: true, mode: 0o755 });
    const home = mkdtempSync(join(SYSTEM_DIRECTORY, 'cluster-'));
    chmodSync(home, 0o711);
    const place = join(home, 'postgres');
    symlinkSync(place, path);
    log('the OS user of the embedded PostgreSQL cannot enter the data directory; the cluster is kept elsewhere', {
      closed,
      link: path,
      place,
    });
    return place;
  } catch (error) {
    throw new EmbeddedPostgresError(
      `PostgreSQL runs as an OS user who cannot enter ${closed}, and ${SYSTEM_DIRECTORY} could not be used instead ` +
        `(${reasonOf(error)}). Open that directory (chmod o+x ${closed}). ${OTHER_DIRECTORY_HINT}`,
      { cause: error },
    );
  }
}
