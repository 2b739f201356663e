import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MIGRATIONS } from '../../../migrations';
import { ANIP_REGISTRY } from '../../support/audit';
import { ChildRegistry } from '../../support/child-registry';
import { exchange } from '../../support/plain-http';
import { createEmptyDatabase, type TestDatabase } from '../../support/test-database';

jest.setTimeout(120_000);

const API = '/registry-api/v1';
/** Three processes that compile as they start. */
const SLOW_START_MS = 60_000;
const LISTS = 20;
const LIST_COUNT = `anip_registry_http_requests_total{method="GET",route="${API}/publications",status="200"} `;

describe('several workers', () => {
  let database: TestDatabase;
  let env: Record<string, string>;

  beforeEach(async () => {
    database = await createEmptyDatabase();
    env = {
      ANIP_REGISTRY_ADDR: '127.0.0.1:0',
      ANIP_REGISTRY_DATABASE_URL: database.url,
      ANIP_REGISTRY_WORKERS: '2',
      ANIP_REGISTRY_SEED_DEMO: '1',
    };
  });
  afterEach(() => database.drop());

  it('serve on one socket, are counted as one, are replaced when they end, and stop together', async () => {
    const child = ChildRegistry.start('src/main.ts', env);
    const origin = String((await child.logged('the Registry is listening', SLOW_START_MS)).address);
    const pidsOf = (message: string): unknown[] =>
      child.lines.filter((line) => line.message === message).map(({ pid }) => pid);
    // Each process writes its lines out when it likes to.
    await child.until(() => (pidsOf('the worker is listening').length >= 2 ? true : undefined), 'the workers');
    const started = pidsOf('the worker is listening');
    expect(new Set([...started, child.process.pid]).size).toBe(3);
    expect(pidsOf('migrations applied')).toEqual([child.process.pid]);
    expect(new Set(pidsOf('package published')).size).toBe(1);

    // A connection goes to the workers in turn; each of these requests has its own.
    await Promise.all(Array.from({ length: LISTS }, () => exchange(origin, `${API}/publications`)));
    await child.until(() => (pidsOf('request completed').length >= LISTS ? true : undefined), 'the request lines');
    expect(new Set(pidsOf('request completed'))).toEqual(new Set(started));
    const metrics = async (): Promise<string[]> =>
      (await exchange(origin, `${API}/metrics`)).body.toString().split('\n');
    for (let scrape = 0; scrape < 3; scrape += 1) {
      const lines = await metrics();
      expect(lines).toContain(`${LIST_COUNT}${LISTS}`);
      expect(lines).toContain('anip_registry_migrations_applied 1');
      expect(lines).toContain(`anip_registry_migrations_expected ${MIGRATIONS.length}`);
    }

    // Killed by the system, or ended by an operator: either way there is another one.
    const [first, second] = started.map(Number) as [number, number];
    for (const [pid, signal, end] of [
      [first, 'SIGKILL', 'SIGKILL'],
      [second, 'SIGTERM', 0],
    ] as const) {
      const replaced = pidsOf('the worker is listening').length;
      process.kill(pid, signal);
      const line = await child.until(() => child.lines.find(({ worker_pid }) => worker_pid === pid), 'the end');
      expect(line).toMatchObject({ level: 'error', message: 'a worker has ended', end });
      expect((await exchange(origin, `${API}/readyz`)).status).toBe(200);
      await child.until(() => pidsOf('the worker is listening')[replaced], 'another worker', SLOW_START_MS);
      // What was counted by the dead stays counted.
      expect(await metrics()).toContain(`${LIST_COUNT}${LISTS}`);
    }

    // A terminal sends SIGINT to all of them.
    const workers = pidsOf('the worker is listening').slice(2).map(Number);
    for (const pid of workers) process.kill(pid, 'SIGINT');
    await sleep(100);
    expect((await exchange(origin, `${API}/readyz`)).status).toBe(200);
    expect(await child.stop('SIGINT')).toEqual({ code: 0, signal: null });
    expect(new Set(pidsOf('the worker has stopped'))).toEqual(new Set([second, ...workers]));
    expect(child.lines.at(-1)).toMatchObject({ message: 'the Registry has stopped', pid: child.process.pid });
    expect(child.stderr).toBe('');
  });

  it('do not start by halves: the port is taken, and everything ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const child = ChildRegistry.start(ANIP_REGISTRY, { ...env, ANIP_REGISTRY_ADDR: `127.0.0.1:${port}` }, ['serve']);
    expect(await child.exit).toEqual({ code: 1, signal: null });
    const fatal = child.lines.filter(({ level }) => level === 'fatal').map(({ message }) => message);
    expect(fatal[0]).toBe(`the worker ends: another process listens on 127.0.0.1, port ${port} (ANIP_REGISTRY_ADDR)`);
    expect(fatal.at(-1)).toMatch(/^the Registry could not start: a worker ended with 1 before it listened/);
    other.close();
  });
});
