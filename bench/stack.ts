import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/database/embedded-postgres';
import { runMigrations } from '../src/database/migration-runner';
import { ServerProcess } from './server-process';

export const PUBLISH_TOKEN = 'bench-publish-token-0123456789';
const SEED = Buffer.alloc(32, 7).toString('base64');
/** Durable as in production (fsync stays on), with room for the pools of several processes. */
const POSTGRES_SETTINGS = { max_connections: '200', shared_buffers: '512MB', max_wal_size: '4GB' };

/** PostgreSQL and a directory for files, both gone after `stop`. */
export interface Store {
  readonly databaseUrl: string;
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
  return { databaseUrl: server.url, workDir, stop };
}

/** The production build as operators run it: production mode, the default log level, migrations done before. */
export function startRegistry(
  databaseUrl: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  return ServerProcess.start('dist/src/main.js', '/registry-api/v1/readyz', (port) => ({
    ANIP_REGISTRY_MODE: 'production',
    ANIP_REGISTRY_ADDR: `127.0.0.1:${port}`,
    ANIP_REGISTRY_DATABASE_URL: databaseUrl,
    ANIP_REGISTRY_RUN_MIGRATIONS: '0',
    ANIP_REGISTRY_ED25519_PRIVATE_KEY: SEED,
    ANIP_REGISTRY_KEY_ID: 'bench-key',
    ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN,
    ANIP_REGISTRY_PUBLISH_RATE: 'off',
    ...variables,
  }));
}

export function startCeiling(): Promise<ServerProcess> {
  return ServerProcess.start('bench/servers/ceiling.ts', '/16', (port) => ({ PORT: String(port) }));
}

export function startUpdatePerRequest(databaseUrl: string, answerBytes: number, path: string): Promise<ServerProcess> {
  return ServerProcess.start('bench/servers/update-per-request.ts', path, (port) => ({
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    ANSWER_BYTES: String(answerBytes),
  }));
}

export function startEmpty(databaseUrl: string): Promise<ServerProcess> {
  return ServerProcess.start('bench/servers/empty.ts', '/', (port) => ({
    PORT: String(port),
    DATABASE_URL: databaseUrl,
  }));
}
