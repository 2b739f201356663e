import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '../src/database/embedded-postgres';
import { runMigrations } from '../src/database/migration-runner';
import { COUNT_PACKAGES } from '../src/downloads/count-downloads.query';
import type { VersionName } from '../src/packages/version-name';
import { PUBLISH } from '../src/packages/version-state';
import { scripts } from '../package.json';
import { compileServer } from './compile-server';
import { ServerProcess } from './server-process';
import { withClient } from './with-client';

export const PUBLISH_TOKEN = 'bench-publish-token-0123456789';
const REGISTRY = join(__dirname, '../dist/src/main.js');
const COMPILE_AHEAD = join(__dirname, '../dist/src/compile-ahead.js');
/** Of `npm run start:prod`, which are those of the image. */
const OPERATORS_FLAGS = scripts['start:prod'].split(' ').filter((word) => word.startsWith('--'));
const SEED = Buffer.alloc(32, 7).toString('base64');
/** Durable as in production (fsync stays on), with room for the pools of several processes. */
const POSTGRES_SETTINGS = { max_connections: '200', shared_buffers: '512MB', max_wal_size: '4GB' };

/** PostgreSQL and a directory for files, both gone after `stop`. */
export interface Store {
  readonly databaseUrl: string;
  /** The first process of PostgreSQL; its backends are its children. */
  readonly databasePid: number;
  readonly workDir: string;
  stop(): Promise<void>;
}

export async function startStore(): Promise<Store> {
  const workDir = await mkdtemp(join(tmpdir(), 'anip-registry-bench-'));
  // Started as root, the server runs as another user, who must reach its directory.
  await chmod(workDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir: workDir, log: () => undefined, settings: POSTGRES_SETTINGS });
  await runMigrations(server.url, () => undefined);
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(workDir, { recursive: true, force: true });
  };
  const [databasePid = ''] = readFileSync(join(workDir, 'postgres/postmaster.pid'), 'utf8').split('\n');
  return { databaseUrl: server.url, databasePid: Number(databasePid), workDir, stop };
}

export interface RegistryOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
}

/** The production build as operators run it: production mode, the default log level, migrations done before. */
export function startRegistry(databaseUrl: string, options: RegistryOptions = {}): Promise<ServerProcess> {
  return ServerProcess.start({
    entry: REGISTRY,
    nodeFlags: [...OPERATORS_FLAGS, ...(options.nodeFlags ?? [])],
    readyPath: '/registry-api/v1/readyz',
    env: (port) => ({
      ANIP_REGISTRY_MODE: 'production',
      ANIP_REGISTRY_ADDR: `127.0.0.1:${port}`,
      ANIP_REGISTRY_DATABASE_URL: databaseUrl,
      ANIP_REGISTRY_RUN_MIGRATIONS: '0',
      ANIP_REGISTRY_ED25519_PRIVATE_KEY: SEED,
      ANIP_REGISTRY_KEY_ID: 'bench-key',
      ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN,
      ANIP_REGISTRY_PUBLISH_RATE: 'off',
      // Nobody has to hear first that it stops.
      ANIP_REGISTRY_SHUTDOWN_DRAIN: '0s',
      ...options.variables,
    }),
  });
}

/** Fills a directory as the image's build does. Answers the variables with which a start uses it. */
export async function compileAhead(directory: string): Promise<Readonly<Record<string, string>>> {
  const variables = { NODE_COMPILE_CACHE: directory, NODE_COMPILE_CACHE_PORTABLE: '1' };
  await promisify(execFile)(process.execPath, [COMPILE_AHEAD], { env: { ...process.env, ...variables } });
  return variables;
}

export function startWithWorkers(databaseUrl: string, workers: number): Promise<ServerProcess> {
  return startRegistry(databaseUrl, { variables: { ANIP_REGISTRY_WORKERS: String(workers) } });
}

export function startCeiling(): Promise<ServerProcess> {
  return startReading('ceiling');
}

export function startReadWithDuties(): Promise<ServerProcess> {
  return startReading('read-with-duties');
}

/** Bare handlers that answer `/<bytes>` with as many of them. */
function startReading(server: string): Promise<ServerProcess> {
  return ServerProcess.start({
    entry: compileServer(server),
    readyPath: '/16',
    env: (port) => ({ PORT: String(port) }),
  });
}

/** Bare handlers that count one version, in `bench/servers`. */
export type CountingServer = 'update-per-request' | 'update-per-group';

/** `path` is `/<package id>/<version>` of a version that is there; being asked whether it is ready counts as well. */
export function startCounting(
  server: CountingServer,
  databaseUrl: string,
  answerBytes: number,
  path: string,
  further: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  return ServerProcess.start({
    entry: compileServer(server),
    readyPath: path,
    env: (port) => ({ PORT: String(port), DATABASE_URL: databaseUrl, ANSWER_BYTES: String(answerBytes), ...further }),
  });
}

/** As `update-per-group`, with the statement of the Registry. */
export async function startGatedCounting(
  databaseUrl: string,
  answerBytes: number,
  { id, version }: VersionName,
): Promise<ServerProcess> {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ status: string; publish: string }>(
      `SELECT l.status, ${PUBLISH} AS publish
         FROM registry.package_lifecycle l JOIN registry.receipts r USING (package_id, package_version)
        WHERE package_id = $1 AND package_version = $2`,
      [id, version],
    ),
  );
  const letThroughAs = rows.flatMap(({ status, publish }) => [status, publish]);
  const GATED = JSON.stringify({ statement: COUNT_PACKAGES, letThroughAs });
  return startCounting('update-per-group', databaseUrl, answerBytes, `/${encodeURIComponent(id)}/${version}`, {
    GATED,
  });
}

/** It has no routes: its 404 says that it is connected and listens. `entry` is compiled before the clock runs. */
export function startEmpty(databaseUrl: string, entry: string): Promise<ServerProcess> {
  return ServerProcess.start({
    entry,
    readyPath: '/',
    readyStatus: 404,
    env: (port) => ({ PORT: String(port), DATABASE_URL: databaseUrl }),
  });
}
