import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../../src/database/embedded-postgres';

const log = (): undefined => undefined;
/** One start with initdb takes about two seconds, and some tests have several. */
jest.setTimeout(60_000);

describe('the embedded PostgreSQL', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'anip-embedded-'));
    await chmod(dataDir, 0o711);
  });
  afterEach(async () => {
    await rm(dataDir, { recursive: true, force: true });
  });

  it('keeps its data over a restart, listens on the loopback address alone, and makes parent directories', async () => {
    const below = join(dataDir, 'made', 'on', 'the', 'way');
    const first = await startEmbeddedPostgres({ dataDir: below, log });
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    await first.stop();

    const messages: object[] = [];
    const second = await startEmbeddedPostgres({
      dataDir: below,
      log: (message, fields) => messages.push({ message, ...fields }),
    });
    try {
      expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
      expect(messages).toEqual([
        expect.objectContaining({ message: 'embedded PostgreSQL started', initialised: false }),
      ]);
      expect(await ask(second.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
      expect(await ask(second.url, `SELECT current_setting('server_version_num')::int / 10000 AS v`)).toEqual([
        { v: 18 },
      ]);
      const passwordFile = join(below, 'postgres-password');
      expect((await stat(passwordFile)).mode & 0o777).toBe(0o600);
      expect(new URL(second.url).password).toBe((await readFile(passwordFile, 'utf8')).trim());
    } finally {
      await second.stop();
    }
  });

  it('asks for its password', async () => {
    const server = await startEmbeddedPostgres({ dataDir, log });
    const url = new URL(server.url);
    url.password = 'guess';
    await expect(ask(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    await server.stop();
  });

  it('refuses a directory that a running server has', async () => {
    const server = await startEmbeddedPostgres({ dataDir, log });
    await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow(
      /postgres is in use by a running PostgreSQL \(process \d+\).*ANIP_REGISTRY_DATA_DIR/,
    );
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it('stops when its process is killed, and starts again with the data', async () => {
    const child = spawn(
      process.execPath,
      [
        '--require',
        join(__dirname, '../../support/register-typescript.cjs'),
        join(__dirname, '../../support/embedded-postgres.script.ts'),
      ],
      { env: { ...process.env, ANIP_TEST_DATA_DIR: dataDir }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [output] = (await once(child.stdout, 'data')) as [Buffer];
    await ask(output.toString().trim(), 'CREATE TABLE kept AS SELECT 1 AS one');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const next = await startEmbeddedPostgres({ dataDir, log });
    expect(await ask(next.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  it('starts over the postmaster.pid of a dead server, also when its number has gone to another process', async () => {
    await (await startEmbeddedPostgres({ dataDir, log })).stop();
    const DEAD = 4_194_304 + 1;
    for (const pid of [DEAD, process.pid]) {
      await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${pid}\n${dataDir}/postgres\n`);
      await (await startEmbeddedPostgres({ dataDir, log })).stop();
    }
  });

  it('leaves no server behind when the start fails', async () => {
    const start = startEmbeddedPostgres({ dataDir, log, settings: { shared_buffers: 'nonsense' } });
    await expect(start).rejects.toThrow(/^The embedded PostgreSQL did not start: .*shared_buffers/s);
    await expect(stat(join(dataDir, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
    await (await startEmbeddedPostgres({ dataDir, log })).stop();
  });

  it('says which port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(startEmbeddedPostgres({ dataDir, log, port })).rejects.toThrow(
      `cannot listen on 127.0.0.1:${port}: it is taken by another program`,
    );
    other.close();
    const server = await startEmbeddedPostgres({ dataDir, log, port });
    expect(new URL(server.url).port).toBe(String(port));
    await server.stop();
  });

  it('says why a directory cannot be used', async () => {
    const file = join(dataDir, 'file');
    await writeFile(file, '');
    for (const path of [file, join(file, 'below')]) {
      await expect(startEmbeddedPostgres({ dataDir: path, log })).rejects.toThrow(
        new RegExp(`^The data directory ${path} cannot be used .*ANIP_REGISTRY_DATA_DIR`),
      );
    }
  });

  it('does not touch a directory with other files, or with a cluster of another version', async () => {
    const cluster = join(dataDir, 'postgres');
    await mkdir(cluster);
    await writeFile(join(cluster, 'letter.txt'), 'dear');
    await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow('holds files but no PostgreSQL cluster');
    await writeFile(join(cluster, 'PG_VERSION'), '15\n');
    await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow('was written by PostgreSQL 15');
    expect(await readFile(join(cluster, 'letter.txt'), 'utf8')).toBe('dear');
  });

  it('says that the password of a cluster is missing', async () => {
    await (await startEmbeddedPostgres({ dataDir, log })).stop();
    await rm(join(dataDir, 'postgres-password'));
    await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow(/postgres-password is missing/);
  });

  if (process.getuid?.() === 0) {
    it('run by root: keeps the cluster elsewhere when its OS user cannot enter the data directory', async () => {
      await chmod(dataDir, 0o700);
      const messages: object[] = [];
      const first = await startEmbeddedPostgres({ dataDir, log: (_, fields) => messages.push(fields) });
      const place = await readlink(join(dataDir, 'postgres'));
      try {
        expect(messages[0]).toMatchObject({ closed: dataDir, place });
        await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
        await first.stop();
        const second = await startEmbeddedPostgres({ dataDir, log });
        expect(await ask(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
        await second.stop();
      } finally {
        await first.stop();
        await rm(dirname(place), { recursive: true });
      }
    });

    it('run by root: names the directory that was closed behind an existing cluster', async () => {
      await (await startEmbeddedPostgres({ dataDir, log })).stop();
      await chmod(dataDir, 0o700);
      await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow(
        `cannot enter ${dataDir}. Open that directory`,
      );
    });
  }
});

async function ask(url: string, sql: string): Promise<object[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}
