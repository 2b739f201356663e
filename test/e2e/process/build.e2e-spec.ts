import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { ChildRegistry } from '../../support/child-registry';
import { createEmptyDatabase } from '../../support/test-database';

jest.setTimeout(180_000);

const ROOT = join(__dirname, '../../..');

/** The other process tests run the sources, which is quicker; this one runs what is shipped. */
describe('the built program', () => {
  let buildDir: string;

  beforeAll(async () => {
    // Below the project, so that it finds its dependencies, views and samples as dist/ does.
    const cache = join(ROOT, 'node_modules/.cache');
    await mkdir(cache, { recursive: true });
    buildDir = await mkdtemp(join(cache, 'e2e-build-'));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const options = ['-p', join(ROOT, 'tsconfig.build.json'), '--outDir', buildDir];
    await promisify(execFile)(process.execPath, [tsc, ...options]);
  });
  afterAll(() => rm(buildDir, { recursive: true, force: true }));

  it('migrates, seeds, serves the API and the pages, and stops', async () => {
    const database = await createEmptyDatabase();
    const child = ChildRegistry.start(relative(ROOT, join(buildDir, 'src/main.js')), {
      ANIP_REGISTRY_ADDR: '127.0.0.1:0',
      ANIP_REGISTRY_DATABASE_URL: database.url,
      ANIP_REGISTRY_SEED_DEMO: '1',
    });
    const address = await child.address();
    const ready = await fetch(`${address}/registry-api/v1/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { migration: { applied: true } }]);
    const list = (await (await fetch(`${address}/registry-api/v1/publications`)).json()) as { items: unknown[] };
    expect(list.items).toHaveLength(4);
    const page = await (await fetch(`${address}/registry/packages`)).text();
    expect(page).toContain('ANIP Registry');
    const stylesheet = /href="(\/registry\/assets\/registry\.[^"]+\.css)"/.exec(page)?.[1] ?? 'no stylesheet';
    expect((await fetch(`${address}${stylesheet}`)).status).toBe(200);
    expect((await fetch(`${address}/registry-api/v1/metrics`)).status).toBe(200);
    expect(child.stderr).toBe('');
    expect(await child.stop()).toEqual({ code: 0, signal: null });
    await database.drop();
  });

  it('refuses to start in production without key and database', async () => {
    const child = ChildRegistry.start(relative(ROOT, join(buildDir, 'src/main.js')), {
      ANIP_REGISTRY_MODE: 'production',
    });
    expect(await child.exit).toEqual({ code: 1, signal: null });
    expect(child.stderr).toContain('ANIP_REGISTRY_ED25519_PRIVATE_KEY');
  });

  it('compiles ahead into a directory, and says when there is none', async () => {
    const compileAhead = (directory?: string): Promise<{ stderr: string }> =>
      promisify(execFile)(process.execPath, [join(buildDir, 'src/compile-ahead.js')], {
        env: { PATH: process.env.PATH, ...(directory === undefined ? {} : { NODE_COMPILE_CACHE: directory }) },
      });
    const directory = join(buildDir, 'compile-cache');
    expect((await compileAhead(directory)).stderr).toBe('');
    expect((await readdir(directory, { recursive: true })).length).toBeGreaterThan(1_000);
    await expect(compileAhead()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not set\n$/) as string,
    });
    // A file, where nobody could make a directory.
    const file = join(buildDir, 'src/main.js');
    await expect(compileAhead(file)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(file) as string,
    });
  });
});
