import { generateKeyPairSync } from 'node:crypto';
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
    const body = JSON.stringify(samplePackage());
    const connection = await RawHttp.open(port);
    connection.head(
      'POST /registry-api/v1/publications HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${TOKEN}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
    );
    await connection.write(body.slice(0, 100));
    await new Promise((resolve) => setTimeout(resolve, 100));

    child.process.kill(signal);
    await child.logged('the Registry is stopping');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await connection.write(body.slice(100));
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
    const connection = await RawHttp.open(port);
    connection.head(
      'POST /registry-api/v1/publications HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${TOKEN}`,
      'Content-Length: 9',
    );
    await connection.write('{');
    await new Promise((resolve) => setTimeout(resolve, 100));
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

  it('in production shows by readyz that it is leaving, and still answers, before it closes', async () => {
    const { d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    const { child, port } = await start({
      ANIP_REGISTRY_MODE: 'production',
      ANIP_REGISTRY_KEY_ID: 'stop-test',
      ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.from(d, 'base64url').toString('base64'),
    });
    const api = `http://127.0.0.1:${port}/registry-api/v1`;
    expect((await fetch(`${api}/readyz`)).status).toBe(200);
    child.process.kill('SIGTERM');
    await child.logged('the Registry is stopping');
    const readyz = await fetch(`${api}/readyz`);
    expect(readyz.status).toBe(503);
    expect(await readyz.json()).toMatchObject({ status: 'error', error: 'the Registry is stopping' });
    const list = await fetch(`${api}/publications`);
    expect([list.status, list.headers.get('connection')]).toEqual([200, 'close']);
    expect(await child.exit).toEqual({ code: 0, signal: null });
  });
});
