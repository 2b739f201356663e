import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { samplePackage } from '../../support/demo-requests';
import { ChildRegistry } from '../../support/child-registry';
import { RawHttp } from '../../support/raw-http';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

jest.setTimeout(60_000);

const TOKEN = 'a-publish-token-for-stop';

describe('the process, told to stop', () => {
  let database: TestDatabase;
  let env: Record<string, string>;

  beforeEach(async () => {
    database = await createTestDatabase();
    env = {
      ANIP_REGISTRY_ADDR: '127.0.0.1:0',
      ANIP_REGISTRY_DATABASE_URL: database.url,
      ANIP_REGISTRY_PUBLISH_TOKEN: TOKEN,
    };
  });
  afterEach(() => database.drop());

  async function start(more: Readonly<Record<string, string>> = {}): Promise<{ child: ChildRegistry; port: number }> {
    const child = ChildRegistry.start('src/main.ts', { ...env, ...more });
    return { child, port: Number(new URL(await child.address()).port) };
  }

  it.each(['SIGTERM', 'SIGINT'] as const)('by %s finishes the request in flight, then ends with 0', async (signal) => {
    const { child, port } = await start();
    const { connection, rest } = await beginPublish(port);

    child.process.kill(signal);
    await child.logged('the Registry is stopping');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await connection.write(rest);
    const answer = await connection.answer();
    expect(answer.status).toBe(201);
    connection.socket.end();
    expect(await child.exit).toEqual({ code: 0, signal: null });
    expect(child.lines.map(({ message }) => message).slice(-3)).toEqual([
      'package published',
      'request completed',
      'the Registry has stopped',
    ]);
  });

  it('a second time ends at once, and not as if all were well', async () => {
    const { child, port } = await start();
    await beginPublish(port);
    child.process.kill('SIGTERM');
    await child.logged('the Registry is stopping');
    expect(await child.stop()).toEqual({ code: 1, signal: null });
  });

  it('is not kept by idle connections, and takes no new one', async () => {
    const { child, port } = await start();
    const idle = await RawHttp.open(port);
    idle.head('GET /registry-api/v1/healthz HTTP/1.1', 'Host: localhost');
    expect(await idle.answer()).toMatchObject({ status: 200 });
    const silent = await RawHttp.open(port);

    const startedAt = performance.now();
    child.process.kill('SIGTERM');
    await child.logged('the Registry is stopping');
    expect(await child.exit).toEqual({ code: 0, signal: null });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await expect(RawHttp.open(port)).rejects.toThrow('ECONNREFUSED');
    silent.close();
  });

  it('in production is left by its balancer without one failed request, and finishes what has begun', async () => {
    const { d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    const { child, port } = await start({
      ANIP_REGISTRY_MODE: 'production',
      ANIP_REGISTRY_KEY_ID: 'stop-test',
      ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.from(d, 'base64url').toString('base64'),
      ANIP_REGISTRY_SHUTDOWN_GRACE: '10s',
    });
    const api = `http://127.0.0.1:${port}/registry-api/v1`;
    const balancer = { isReady: true, endings: new Set<string | undefined>() };
    const seen = async (ending: string): Promise<void> => {
      while (!balancer.endings.has(ending)) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const clients = Promise.all(Array.from({ length: 4 }, () => askWhileReady(`${api}/publications`, balancer)));
    const publish = await beginPublish(port);
    await seen('keep-alive');

    child.process.kill('SIGTERM');
    await child.logged('the Registry is stopping');
    const readyz = await fetch(`${api}/readyz`);
    expect(readyz.status).toBe(503);
    expect(await readyz.json()).toMatchObject({ status: 'error', error: 'the Registry is stopping' });
    // Between two looks of the balancer requests still come, on connections old and new.
    await seen('close');
    await new Promise((resolve) => setTimeout(resolve, 200));
    balancer.isReady = false;
    const statuses = (await clients).flat();
    expect(statuses.filter((status) => status !== 200)).toEqual([]);

    await publish.connection.write(publish.rest);
    expect(await publish.connection.answer()).toMatchObject({ status: 201, headers: { connection: 'close' } });
    expect(await child.exit).toEqual({ code: 0, signal: null });
  });

  it('cuts off what is open at the end of the grace, names it, and does not end as if all were well', async () => {
    const { child, port } = await start({ ANIP_REGISTRY_SHUTDOWN_GRACE: '1s' });
    const { connection } = await beginPublish(port);
    expect(await child.stop()).toEqual({ code: 1, signal: null });
    expect(child.lines.find(({ level }) => level === 'error')).toMatchObject({
      message: 'the Registry is cut off while it stops',
      phase: 'requests',
      open_connections: 1,
      open_requests: 1,
      requests: [{ method: 'POST', route: '/registry-api/v1/publications', received: false }],
    });
    expect(child.lines.at(-1)).toMatchObject({ level: 'fatal', message: 'the Registry did not stop cleanly' });
    connection.close();
  });
});

/** A publish of which the last byte is missing, once the server has seen it. */
async function beginPublish(port: number): Promise<{ connection: RawHttp; rest: string }> {
  const body = JSON.stringify(samplePackage());
  const connection = await RawHttp.open(port);
  connection.head(
    'POST /registry-api/v1/publications HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${TOKEN}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  );
  await connection.write(body.slice(0, -1));
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { connection, rest: body.slice(-1) };
}

/** One request after the other on a connection that is kept for as long as the server keeps it. */
async function askWhileReady(
  url: string,
  balancer: { readonly isReady: boolean; readonly endings: Set<string | undefined> },
): Promise<(number | undefined)[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answers: (number | undefined)[] = [];
  while (balancer.isReady) {
    const sent = get(url, { agent });
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    await answer.resume().toArray();
    balancer.endings.add(answer.headers.connection);
    answers.push(answer.statusCode);
  }
  agent.destroy();
  return answers;
}
