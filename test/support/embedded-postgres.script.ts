import { startEmbeddedPostgres } from '../../src/database/embedded-postgres';

/** A process that starts a server, says where, and is then killed by embedded-postgres.e2e-spec.ts. */
async function main(): Promise<void> {
  const dataDir = process.env.ANIP_TEST_DATA_DIR ?? '';
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  process.stdout.write(`${server.url}\n`);
}

void main();
