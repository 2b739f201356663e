import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres';
import { runMigrations } from '../../src/database/migration-runner';

/** What global-setup.ts hands to the test files: by environment, since they run in processes of their own. */
export interface TestServer {
  /** May create databases and end connections. */
  readonly superuserUrl: string;
  /** The owner of the databases: no superuser, as in production. */
  readonly owner: { readonly name: string; readonly password: string };
  readonly template: string;
}

export interface RunningTestServer extends TestServer {
  stop(): Promise<void>;
}

const VARIABLE = 'ANIP_TEST_SERVER';

/** Safe for a server that is thrown away, and for nothing else. */
const FAST_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  max_connections: '200',
  autovacuum: 'off',
};

/** One server for the run: ANIP_TEST_DATABASE_URL (a superuser's), or an embedded one in a temporary directory. */
export async function startTestServer(): Promise<RunningTestServer> {
  const given = process.env.ANIP_TEST_DATABASE_URL;
  const server = given ? { url: given, stop: () => Promise.resolve() } : await startThrowAwayServer();
  try {
    const run = `anip_test_${randomBytes(6).toString('hex')}`;
    const owner = { name: run, password: randomBytes(12).toString('hex') };
    const testServer: TestServer = { superuserUrl: server.url, owner, template: `${run}_template` };
    await query(
      server.url,
      `CREATE ROLE ${escapeIdentifier(owner.name)} LOGIN PASSWORD ${escapeLiteral(owner.password)}`,
      `CREATE DATABASE ${escapeIdentifier(testServer.template)} OWNER ${escapeIdentifier(owner.name)}`,
    );
    await runMigrations(ownerUrl(testServer, testServer.template), () => undefined);
    process.env[VARIABLE] = JSON.stringify(testServer);
    return { ...testServer, stop: () => stopTestServer(testServer, server.stop) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

export function testServer(): TestServer {
  const handedOver = process.env[VARIABLE];
  if (!handedOver) throw new Error('There is no test server: run the e2e project, whose globalSetup starts it');
  return JSON.parse(handedOver) as TestServer;
}

export function ownerUrl({ superuserUrl, owner }: TestServer, database: string): string {
  const url = new URL(superuserUrl);
  url.username = owner.name;
  url.password = owner.password;
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs statements one by one, each in its own transaction: CREATE DATABASE asks for that. */
export async function query(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function startThrowAwayServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'anip-registry-test-'));
  // Started as root, the server runs as another user, who must reach its directory.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined, settings: FAST_SETTINGS });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

async function stopTestServer({ superuserUrl, owner, template }: TestServer, stop: () => Promise<void>): Promise<void> {
  try {
    await query(
      superuserUrl,
      `DROP DATABASE IF EXISTS ${escapeIdentifier(template)} WITH (FORCE)`,
      `DROP ROLE ${escapeIdentifier(owner.name)}`,
    );
  } finally {
    // What a failed test left behind must not leave a server behind.
    await stop();
  }
}
