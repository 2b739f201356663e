import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { ownerUrl, query, testServer } from './test-server';

export interface TestDatabase {
  /** As the owner of the database, who is no superuser. */
  readonly url: string;
  /** The same database as a superuser, for what only an operator may do: end connections, switch triggers off. */
  readonly superuserUrl: string;
  drop(): Promise<void>;
}

/** A database of the test file's own, with the schema of all migrations and no rows. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(testServer().template);
}

/** A database without the schema, for tests of the migrations themselves. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase('template0');
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const server = testServer();
  const name = `${server.owner.name}_${randomBytes(6).toString('hex')}`;
  // By files: on a server that flushes nothing, that takes half the time of writing every page to its log.
  await query(
    server.superuserUrl,
    `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)}
       OWNER ${escapeIdentifier(server.owner.name)} STRATEGY file_copy`,
  );
  const superuserUrl = new URL(server.superuserUrl);
  superuserUrl.pathname = `/${name}`;
  return {
    url: ownerUrl(server, name),
    superuserUrl: superuserUrl.href,
    drop: () => query(server.superuserUrl, `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
  };
}

/** A copy of a test database that nobody is connected to; each copy is there to be damaged in its own way. */
export async function copyDatabase(database: TestDatabase): Promise<TestDatabase> {
  return createDatabase(new URL(database.url).pathname.slice(1));
}
