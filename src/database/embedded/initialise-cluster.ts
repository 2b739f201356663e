import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Binaries } from './binaries';
import { EmbeddedPostgresError, OTHER_DIRECTORY_HINT, reasonOf } from './embedded-postgres-error';
import type { OsUser } from './os-user';
import { childEnvironment } from './server-process';

/** Both the superuser of the cluster and the database that the Registry works in. */
export const CLUSTER_NAME = 'anip_registry';

/**
 * Makes the cluster beside its place and moves it there when it is whole: a start that is cut off leaves no half
 * cluster that the next one would take for a whole one.
 */
export async function initialiseCluster(
  cluster: string,
  password: string,
  binaries: Binaries,
  user: OsUser | undefined,
): Promise<void> {
  mkdirSync(dirname(cluster), { recursive: true });
  const staging = mkdtempSync(`${cluster}.new-`);
  try {
    const directory = join(staging, 'data');
    const passwordFile = join(staging, 'password');
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (user) for (const path of [staging, directory, passwordFile]) chownSync(path, user.uid, user.gid);
    await runInitdb(binaries.initdb, directory, passwordFile, user);
    if (existsSync(cluster)) rmdirSync(cluster);
    renameSync(directory, cluster);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(
      `The database could not be made in ${cluster} (${reasonOf(error)}). ${OTHER_DIRECTORY_HINT}`,
      { cause: error },
    );
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The password of the cluster: random, written once, readable by the user who starts the Registry alone. */
export function clusterPassword(dataDir: string, initialised: boolean): string {
  const path = join(dataDir, 'postgres-password');
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  if (initialised) {
    throw new EmbeddedPostgresError(
      `${path} is missing, and the cluster beside it cannot be opened without it. Put the file back. ${OTHER_DIRECTORY_HINT}`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  writeFileSync(path, `${password}\n`, { mode: 0o600, flag: 'wx' });
  return password;
}

/** UTF-8 and byte order from PostgreSQL itself: no locale of the system is asked for, so the cluster may move. */
const INITDB_FLAGS = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--auth=scram-sha-256',
  `--username=${CLUSTER_NAME}`,
];

async function runInitdb(
  initdb: string,
  directory: string,
  passwordFile: string,
  user: OsUser | undefined,
): Promise<void> {
  const child = spawn(initdb, [`--pgdata=${directory}`, `--pwfile=${passwordFile}`, ...INITDB_FLAGS], {
    ...user,
    cwd: dirname(initdb),
    env: childEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`initdb: ${complaint.trim() || `exit code ${code ?? 'none'}`}`);
}
