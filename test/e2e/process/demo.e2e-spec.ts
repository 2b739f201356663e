import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ChildRegistry } from '../../support/child-registry';

jest.setTimeout(120_000);

const run = promisify(execFile);

describe('npm run demo', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'anip-demo-'));
    await chmod(dataDir, 0o711);
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  async function startDemo(): Promise<{ child: ChildRegistry; address: string }> {
    const child = ChildRegistry.start('src/demo.ts', {
      ANIP_REGISTRY_DATA_DIR: dataDir,
      ANIP_REGISTRY_ADDR: '127.0.0.1:0',
      HOME: dataDir,
    });
    const address = await child.until(
      () => /Pages +(http:\/\/\S+)\/registry\/packages[^]*Ctrl-C/.exec(child.stdout)?.[1],
      'the address',
      60_000,
    );
    return { child, address };
  }

  async function contents(address: string): Promise<unknown[]> {
    const paths = ['publications', 'templates', 'packages/city-library-lending', 'keys'];
    return Promise.all(paths.map(async (path) => (await fetch(`${address}/registry-api/v1/${path}`)).json()));
  }

  async function serversOf(directory: string): Promise<string[]> {
    const { stdout } = await run('ps', ['-eo', 'pid,args']);
    return stdout.split('\n').filter((line) => line.includes(directory) && line.includes('postgres'));
  }

  it('starts on an empty directory with samples, changes nothing the second time, and leaves no server behind', async () => {
    const first = await startDemo();
    const before = await contents(first.address);
    expect(before).toMatchObject([{ items: { length: 4 } }, { items: { length: 1 } }, { latest_version: '2.0.0' }, {}]);
    const page = await fetch(`${first.address}/registry/packages`);
    expect(await page.text()).toContain('city-library-lending');
    expect(await serversOf(dataDir)).not.toEqual([]);
    expect(await first.child.stop('SIGINT')).toEqual({ code: 0, signal: null });
    expect(await serversOf(dataDir)).toEqual([]);
    await expect(readFile(join(dataDir, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');

    const second = await startDemo();
    expect(await contents(second.address)).toEqual(before);
    expect(await second.child.stop()).toEqual({ code: 0, signal: null });
    expect(await serversOf(dataDir)).toEqual([]);
  });

  it('prints a publish command that is answered as it says', async () => {
    const { child, address } = await startDemo();
    const [, url = ''] = /curl .*-X POST (\S+)/.exec(child.stdout) ?? [];
    const [, authorization = ''] = /-H "Authorization: ([^"]+)"/.exec(child.stdout) ?? [];
    const [, file = ''] = /--data-binary @(\S+)/.exec(child.stdout) ?? [];
    expect(url).toBe(`${address}/registry-api/v1/publications`);
    const publish = async (body: string): Promise<Response> =>
      fetch(url, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body });
    const body = await readFile(file, 'utf8');
    const again = await publish(body);
    expect([again.status, await again.json()]).toMatchObject([409, { code: 'VERSION_EXISTS' }]);
    const changed = body.replace('"package_version": "1.0.0"', '"package_version": "1.0.1"');
    expect((await publish(changed)).status).toBe(201);
    expect(await child.stop()).toEqual({ code: 0, signal: null });
  });
});
