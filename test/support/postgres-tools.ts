import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type OsUser, serverUser } from '../../src/database/embedded/os-user';
import { childEnvironment } from '../../src/database/embedded/server-process';

/** Debian keeps each major version below this directory; the npm package's server has no pg_basebackup or pg_dump. */
const DEBIAN = '/usr/lib/postgresql';
const run = promisify(execFile);

/** A suite on a whole PostgreSQL. Without one it is skipped, and says so, unless ANIP_REQUIRE_POSTGRES_TOOLS is 1. */
export function describeWithPostgresTools(name: string, fn: () => void): void {
  if (toolsDirectory() !== undefined || process.env.ANIP_REQUIRE_POSTGRES_TOOLS === '1') {
    describe(name, fn);
    return;
  }
  const notice = `skipped: no pg_basebackup below ${DEBIAN}, and ANIP_POSTGRES_BIN names no other directory`;
  console.warn(`${name} ${notice}`);
  // What would be tested needs programs that are not there; jest must count it.
  // eslint-disable-next-line no-restricted-syntax
  describe.skip(name, () => {
    it(notice, () => undefined);
  });
}

/** The path of a program such as `pg_dump`: from ANIP_POSTGRES_BIN, or the highest version that Debian installed. */
export function postgresTool(name: string): string {
  const directory = toolsDirectory();
  if (directory === undefined) throw new Error(`There is no ${name} below ${DEBIAN}; install postgresql-15`);
  return join(directory, name);
}

/** Runs a program to its end as the user whom servers run as; what it wrote to stdout. Throws with its stderr. */
export async function runPostgresTool(name: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(postgresTool(name), args, { ...postgresUser(), cwd: '/', env: childEnvironment() });
  return stdout;
}

/** PostgreSQL refuses to run as root; undefined: as this process. */
export function postgresUser(): OsUser | undefined {
  return serverUser('/', () => undefined);
}

function toolsDirectory(): string | undefined {
  const given = process.env.ANIP_POSTGRES_BIN;
  const installed = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = given ? [given] : installed.map((version) => join(DEBIAN, version, 'bin'));
  return candidates.find((directory) => existsSync(join(directory, 'pg_basebackup')));
}
