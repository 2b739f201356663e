import { escapeIdentifier } from 'pg';
import { DatabaseRoles } from '../support/database-roles';
import type { PostgresCluster } from '../support/postgres-cluster';
import { runPostgresTool } from '../support/postgres-tools';

/** As docs/runbooks/backup-and-restore.md has it: by the role that can only read. */
export async function dump(roles: DatabaseRoles, file: string, ...options: readonly string[]): Promise<void> {
  await runPostgresTool('pg_dump', [`--dbname=${roles.url('reader')}`, `--file=${file}`, ...options]);
}

/** A database with the roles of deploy/sql/roles.sql, and nothing else in it. */
export async function emptyDatabase(server: PostgresCluster, name: string): Promise<DatabaseRoles> {
  await server.primary.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE template0`);
  const url = new URL(server.database.superuserUrl);
  url.pathname = `/${name}`;
  const roles = new DatabaseRoles(url.href);
  await roles.apply();
  await roles.setPasswords();
  return roles;
}

/**
 * As the runbook has it: by the owner, whole or not at all, without the owner and the privileges of the old server;
 * then the privileges of this one. Throws what pg_restore says.
 */
export async function restore(roles: DatabaseRoles, file: string, ...options: readonly string[]): Promise<void> {
  await runPostgresTool('pg_restore', [
    `--dbname=${roles.url('owner')}`,
    ...['--schema=registry', '--no-owner', '--no-acl', '--single-transaction', '--exit-on-error'],
    ...options,
    file,
  ]);
  await roles.apply();
}

/** The first complaint of a program that failed; undefined when it did not. */
export async function refusalOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return said.split('\n').find((line) => /error|ERROR/.test(line)) ?? said.slice(0, 200);
  }
}
