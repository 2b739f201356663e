import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/database/embedded-postgres';
import { runMigrations } from '../../../src/database/migration-runner';
import { audit, withoutProgress } from '../../support/audit';
import { publishPackage } from '../../support/publish';
import { runCli } from '../../support/run-cli';
import { TestApp } from '../../support/test-app';

jest.setTimeout(120_000);

const PAGE_BYTES = 8192;
const quiet = (): undefined => undefined;

/** A page of a table's file that the server can no longer read: what a failing disk or a bad copy leaves behind. */
describe('anip-registry audit of a store on a broken disk', () => {
  let dataDir: string;
  let digest: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'anip-broken-'));
    await chmod(dataDir, 0o711);
    const server = await startEmbeddedPostgres({ dataDir, log: quiet });
    const { file, page } = await publishAndLocate(server);
    await server.stop();
    await breakPage(join(dataDir, 'postgres', file), page);
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('names what cannot be read, and looks at everything else', async () => {
    const server = await startEmbeddedPostgres({ dataDir, log: quiet });
    try {
      const { exitCode, report } = await audit(server.url);
      expect(exitCode).toBe(1);
      expect(report.checked).toMatchObject({ packages: 3 });
      expect(report.damage).toEqual([
        {
          class: 'ROW_UNREADABLE',
          count: 2,
          examples: [
            {
              class: 'ROW_UNREADABLE',
              table: 'blobs',
              detail: expect.stringContaining(`${digest}: the database cannot read it: `) as string,
            },
            {
              class: 'ROW_UNREADABLE',
              artifact: 'broken',
              version: '1.0.0',
              table: 'package_versions',
              detail: expect.stringContaining('broken@1.0.0: the database cannot read it: ') as string,
            },
          ],
        },
      ]);
    } finally {
      await server.stop();
    }
  });

  it('finds the same in the data directory of a Registry that does not run', async () => {
    const run = await runCli(['audit'], {
      entry: 'src/cli/anip-registry.ts',
      env: { ANIP_REGISTRY_DATA_DIR: dataDir },
    });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('ROW_UNREADABLE: 2');
    expect(withoutProgress(run.stderr)).toBe(
      'embedded PostgreSQL started\nanip-registry: damage was found: ROW_UNREADABLE 2\n',
    );
  });

  it('says that a running Registry has the data directory', async () => {
    const server = await startEmbeddedPostgres({ dataDir, log: quiet });
    try {
      const run = await runCli(['audit'], {
        entry: 'src/cli/anip-registry.ts',
        env: { ANIP_REGISTRY_DATA_DIR: dataDir },
      });
      expect(run).toMatchObject({ exitCode: 3, stdout: '' });
      expect(run.stderr).toMatch(/^anip-registry: .* is in use by a running PostgreSQL .*\n$/);
    } finally {
      await server.stop();
    }
  });

  async function publishAndLocate(server: EmbeddedPostgres): Promise<{ file: string; page: number }> {
    await runMigrations(server.url, quiet);
    const database = { url: server.url, superuserUrl: server.url, drop: () => Promise.resolve() };
    const app = await TestApp.start({ database });
    for (const id of ['before', 'broken', 'well']) {
      // Random, so that it is not compressed but stored in pages of its own.
      await publishPackage(app, id, '1.0.0', { readme: randomBytes(45_000).toString('base64') });
    }
    await app.close();
    const client = new Client({ connectionString: server.url });
    await client.connect();
    const { rows: blobs } = await client.query<{ digest: string; toast: string; chunk: number; file: string }>(
      `SELECT b.digest, c.reltoastrelid::regclass AS toast, pg_column_toast_chunk_id(b.content) AS chunk,
              pg_relation_filepath(c.reltoastrelid) AS file
         FROM registry.package_versions v JOIN registry.blobs b ON b.digest = v.manifest_digest,
              pg_class c WHERE c.oid = 'registry.blobs'::regclass AND v.package_id = 'broken'`,
    );
    const blob = blobs[0]!;
    // A page with nothing but pieces of that one document.
    const { rows: pages } = await client.query<{ page: string }>(
      `SELECT page FROM (SELECT (ctid::text::point)[0]::bigint AS page, chunk_id FROM ${blob.toast}) AS pieces
        GROUP BY page HAVING bool_and(chunk_id = $1) ORDER BY page LIMIT 1`,
      [blob.chunk],
    );
    await client.query('CHECKPOINT');
    await client.end();
    digest = blob.digest;
    return { file: blob.file, page: Number(pages[0]!.page) };
  }

  async function breakPage(path: string, page: number): Promise<void> {
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(64, 0xa5), 0, 64, page * PAGE_BYTES + PAGE_BYTES / 2);
    await file.close();
  }
});
