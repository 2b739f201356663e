import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Client } from 'pg';
import { MIGRATIONS } from '../../../migrations';
import { ChildRegistry } from '../../support/child-registry';
import { TcpProxy } from '../../support/tcp-proxy';
import { createEmptyDatabase, type TestDatabase } from '../../support/test-database';

jest.setTimeout(60_000);

const MAIN = 'src/main.ts';
const NAMES = MIGRATIONS.map(({ name }) => name);

function newSeed(): string {
  const { d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return Buffer.from(d, 'base64url').toString('base64');
}

describe('the process, told something that cannot be', () => {
  const TOKEN = 'a-token-nobody-may-see-1';

  it('does not start in production without key and database, names both and shows no secret', async () => {
    const child = ChildRegistry.start(MAIN, { ANIP_REGISTRY_MODE: 'production', ANIP_REGISTRY_PUBLISH_TOKEN: TOKEN });
    expect(await child.exit).toEqual({ code: 1, signal: null });
    expect(child.stderr).toContain('ANIP_REGISTRY_DATABASE_URL');
    expect(child.stderr).toContain('ANIP_REGISTRY_ED25519_PRIVATE_KEY');
    expect(child.stdout + child.stderr).not.toContain(TOKEN);
    expect(child.stderr).not.toContain('    at ');
  });

  it('names every fault at once, and what is allowed', async () => {
    const password = 'word-nobody-may-see';
    const child = ChildRegistry.start(MAIN, {
      ANIP_REGISTRY_MODE: 'prod',
      ANIP_REGISTRY_ADDR: '8200',
      ANIP_REGISTRY_DATABASE_URL: `mysql://user:${password}@db/registry`,
      ANIP_REGISTRY_LIST_MAX: 'many',
      ANIP_REGISTRY_ADMIN_TOKEN: `${TOKEN}-\u00e9`,
    });
    expect(await child.exit).toEqual({ code: 1, signal: null });
    for (const name of ['MODE', 'ADDR', 'DATABASE_URL', 'LIST_MAX', 'ADMIN_TOKEN']) {
      expect(child.stderr).toMatch(new RegExp(`ANIP_REGISTRY_${name} .*allowed:`));
    }
    for (const secret of [TOKEN, password]) expect(child.stdout + child.stderr).not.toContain(secret);
  });

  it('names a placeholder that the platform did not fill in', async () => {
    const child = ChildRegistry.start(MAIN, { ANIP_REGISTRY_DATABASE_URL: '${db.DATABASE_URL}' });
    expect(await child.exit).toEqual({ code: 1, signal: null });
    expect(child.stderr).toMatch(/ANIP_REGISTRY_DATABASE_URL.*\$\{db\.DATABASE_URL\}/);
  });
});

describe('the process and its database', () => {
  let database: TestDatabase;
  let base: Record<string, string>;

  beforeEach(async () => {
    database = await createEmptyDatabase();
    base = { ANIP_REGISTRY_ADDR: '127.0.0.1:0', ANIP_REGISTRY_DATABASE_URL: database.url };
  });
  afterEach(() => database.drop());

  async function rows<Row extends object>(sql: string): Promise<Row[]> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it('runs the migrations only, logs their names and ends with 0; the second time there are none', async () => {
    const env = { ...base, ANIP_REGISTRY_MIGRATE_ONLY: '1', ANIP_REGISTRY_RUN_MIGRATIONS: '0' };
    const first = ChildRegistry.start(MAIN, env);
    expect(await first.exit).toEqual({ code: 0, signal: null });
    expect(first.lines).toContainEqual(expect.objectContaining({ message: 'migrations applied', applied: NAMES }));
    const second = ChildRegistry.start(MAIN, env);
    expect(await second.exit).toEqual({ code: 0, signal: null });
    expect(second.lines).toContainEqual(expect.objectContaining({ message: 'migrations are up to date', applied: [] }));
    expect((await rows('SELECT FROM registry.migrations')).length).toBe(NAMES.length);
    for (const { lines } of [first, second]) {
      expect(lines.map(({ message }) => message)).not.toContain('the Registry is listening');
    }
  });

  it('runs no migration when told so, and is not ready', async () => {
    const child = ChildRegistry.start(MAIN, { ...base, ANIP_REGISTRY_RUN_MIGRATIONS: 'false' });
    const address = await child.address();
    const readyz = await fetch(`${address}/registry-api/v1/readyz`);
    expect(readyz.status).toBe(503);
    expect(await readyz.json()).toMatchObject({ migration: { applied_count: 0, pending: NAMES } });
    expect(await rows("SELECT FROM pg_namespace WHERE nspname = 'registry'")).toEqual([]);
    expect(await child.stop()).toEqual({ code: 0, signal: null });
  });

  it('migrates, publishes the demo data once over two starts, and warns about the development key', async () => {
    const env = { ...base, ANIP_REGISTRY_SEED_DEMO: '1' };
    const seen: unknown[] = [];
    for (let start = 0; start < 2; start += 1) {
      const child = ChildRegistry.start(MAIN, env);
      const api = `${await child.address()}/registry-api/v1`;
      seen.push(await (await fetch(`${api}/publications`)).json(), await (await fetch(`${api}/templates`)).json());
      expect(child.lines.filter(({ level }) => level === 'warn')).toEqual([
        expect.objectContaining({ message: expect.stringContaining('development key') as string }),
      ]);
      expect(await child.stop()).toEqual({ code: 0, signal: null });
    }
    expect((seen[0] as { items: unknown[] }).items).toHaveLength(4);
    expect((seen[1] as { items: unknown[] }).items).toHaveLength(1);
    expect(seen.slice(2)).toEqual(seen.slice(0, 2));
  });

  it('waits for a database that comes a little later, without naming its password', async () => {
    const proxy = await TcpProxy.start(database.url);
    await proxy.cut();
    const child = ChildRegistry.start(MAIN, { ...base, ANIP_REGISTRY_DATABASE_URL: proxy.url });
    await child.logged('waiting for the database');
    await proxy.restore();
    await child.address();
    expect(child.stdout + child.stderr).not.toContain(new URL(database.url).password);
    expect(await child.stop()).toEqual({ code: 0, signal: null });
    await proxy.stop();
  });

  it('does not start on a port that is taken, and says which', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const child = ChildRegistry.start(MAIN, { ...base, ANIP_REGISTRY_ADDR: `127.0.0.1:${port}` });
    expect(await child.exit).toEqual({ code: 1, signal: null });
    expect(child.lines.at(-1)).toMatchObject({
      level: 'fatal',
      message: `the Registry could not start: another process listens on 127.0.0.1, port ${port} (ANIP_REGISTRY_ADDR)`,
    });
    other.close();
  });

  it('does not start with a key id that was another key before, and names it', async () => {
    const signing = (): Record<string, string> => ({
      ...base,
      ANIP_REGISTRY_MODE: 'production',
      ANIP_REGISTRY_KEY_ID: 'prod-2026',
      ANIP_REGISTRY_ED25519_PRIVATE_KEY: newSeed(),
    });
    const first = ChildRegistry.start(MAIN, { ...signing(), ANIP_REGISTRY_MODE: 'dev' });
    await first.address();
    await first.stop();
    const env = signing();
    const second = ChildRegistry.start(MAIN, env);
    expect(await second.exit).toEqual({ code: 1, signal: null });
    expect(second.lines.at(-1)).toMatchObject({
      level: 'fatal',
      message: expect.stringContaining('"prod-2026"') as string,
    });
    expect(second.stdout + second.stderr).not.toContain(env.ANIP_REGISTRY_ED25519_PRIVATE_KEY);
  });
});
