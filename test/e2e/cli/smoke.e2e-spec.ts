import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PUBLISH_TOKEN, TestApp } from '../../support/test-app';

jest.setTimeout(180_000);

const ROOT = join(__dirname, '../../..');
const STEPS = [
  'health',
  'readiness',
  'metrics are served',
  'publish anip-smoke-test@',
  'inspect the package',
  'its receipt, and the key that signed it',
  'pages',
  'anip verify',
  'anip lock',
  'anip generate with the lock',
  'a tampered lock is refused',
  'download',
  'metrics moved',
];

interface SmokeRun {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
}

describe('scripts/smoke.sh', () => {
  let dist: string;
  let tmp: string;

  beforeAll(async () => {
    // Below the project, so that the build finds its dependencies, views and samples as dist/ does.
    const cache = join(ROOT, 'node_modules/.cache');
    await mkdir(cache, { recursive: true });
    dist = await mkdtemp(join(cache, 'e2e-smoke-'));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    await promisify(execFile)(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', dist]);
    tmp = await mkdtemp(join(tmpdir(), 'anip-smoke-test-'));
    await chmod(tmp, 0o711);
  });
  afterAll(async () => {
    await rm(dist, { recursive: true, force: true });
    await rm(tmp, { recursive: true, force: true });
  });
  afterEach(async () => {
    expect(await readdir(tmp)).toEqual([]);
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
    expect(stdout.split('\n').filter((line) => line.includes(dist))).toEqual([]);
  });

  async function smoke(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    onLine?: (line: string, stop: () => void) => void,
  ): Promise<SmokeRun> {
    const child = spawn('bash', [join(ROOT, 'scripts/smoke.sh'), ...args], {
      env: { PATH: process.env.PATH, TMPDIR: tmp, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      for (const line of text.split('\n')) onLine?.(line, () => child.kill('SIGTERM'));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, lines: stdout.trimEnd().split('\n'), stderr };
  }

  function expectSteps(lines: readonly string[], steps: readonly string[]): void {
    expect(lines.map((line, index) => line.slice(0, `ok    ${steps[index] ?? ''}`.length))).toEqual(
      steps.map((step) => `ok    ${step}`),
    );
  }

  it('starts a Registry of its own, tries it, audits it, and leaves nothing behind', async () => {
    // What must not be used is a database that somebody works with.
    const env = { ANIP_REGISTRY_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/production', ANIP_REGISTRY_MODE: 'x' };
    const { exitCode, lines, stderr } = await smoke(['--dist', dist], env);
    expect({ exitCode, stderr, last: lines.at(-1) }).toEqual({ exitCode: 0, stderr: '', last: 'smoke: all well' });
    expectSteps(lines.slice(0, -1), ['start a Registry', ...STEPS, 'stop the Registry', 'anip-registry audit']);
  });

  it('tries a Registry that runs, as often as it is asked to', async () => {
    const app = await TestApp.start();
    for (const url of [app.origin, `${app.origin}/`]) {
      const { exitCode, lines, stderr } = await smoke(['--dist', dist, '--url', url], {
        ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN,
      });
      expect({ exitCode, stderr, last: lines.at(-1) }).toEqual({ exitCode: 0, stderr: '', last: 'smoke: all well' });
      expectSteps(lines.slice(0, -1), STEPS);
    }
    expect(await app.rowCounts()).toMatchObject({ artifacts: 1, package_versions: 2 });
    await app.close();
  });

  it('stops at the first step that fails, and says why', async () => {
    const app = await TestApp.start();
    const refused = await smoke(['--dist', dist, '--url', app.origin], {
      ANIP_REGISTRY_PUBLISH_TOKEN: 'another-token-of-some-length',
    });
    expect(refused.exitCode).toBe(1);
    expectSteps(refused.lines.slice(0, -1), STEPS.slice(0, 3));
    expect(refused.lines.at(-1)).toMatch(/^FAIL {2}publish anip-smoke-test@\S+: .*401 PUBLISH_TOKEN_INVALID/);
    await app.close();

    const away = await smoke(['--dist', dist, '--url', 'http://127.0.0.1:1'], { ANIP_REGISTRY_PUBLISH_TOKEN: 'x' });
    expect(away.exitCode).toBe(1);
    expect(away.lines).toEqual([expect.stringMatching(/^FAIL {2}health: curl: \(7\) .*127\.0\.0\.1/)]);
  });

  it('ends its Registry when it is told to stop', async () => {
    const { exitCode, lines } = await smoke(['--dist', dist], {}, (line, stop) => {
      if (line === 'ok    readiness') stop();
    });
    expect(exitCode).toBe(143);
    expect(lines).not.toContain('smoke: all well');
  });

  it.each([
    [['--url'], '--url needs a value'],
    [['--url', 'http://127.0.0.1:1'], '--url needs a token in ANIP_REGISTRY_PUBLISH_TOKEN'],
    [['--verbose'], 'unknown argument: --verbose'],
  ])('refuses %j', async (args, message) => {
    const { exitCode, lines, stderr } = await smoke(args);
    expect({ exitCode, lines }).toEqual({ exitCode: 2, lines: [''] });
    expect(stderr).toBe(`smoke: ${message} (--help lists what is allowed)\n`);
  });

  it('explains itself', async () => {
    const { exitCode, lines } = await smoke(['--help']);
    expect(exitCode).toBe(0);
    expect(lines.join('\n')).toContain('--dist DIR');
  });
});
