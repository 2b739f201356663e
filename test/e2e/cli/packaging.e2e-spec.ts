import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { NEEDED_NODE } from '../../../src/cli/require-node';
import { ChildRegistry } from '../../support/child-registry';
import { demoRequest } from '../../support/demo-requests';
import { createEmptyDatabase } from '../../support/test-database';

jest.setTimeout(240_000);

const ROOT = join(__dirname, '../../..');
/** What `npm pack` needs of the project to build and to pack it. */
const SOURCES = [
  ...['package.json', '.npmrc', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json', 'src', 'migrations'],
  ...['views', 'demo', 'docs', 'CHANGELOG.md', 'LICENSE', 'README.md'],
];
const PROGRAMS = ['anip', 'anip-registry', 'anip-registry-keygen'];

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The tarball as a user gets it. Its dependencies are those of the checkout, so that no package registry is needed:
 * that none of them is a development dependency is what `npm run boundaries` checks.
 */
describe('the npm package', () => {
  const dir = mkdtempSync(join(tmpdir(), 'anip-pack-'));
  const unpacked = join(dir, 'unpacked/package');
  const prefix = join(dir, 'prefix');
  const env = { PATH: [join(prefix, 'bin'), dirname(process.execPath), process.env.PATH].join(':'), HOME: dir };

  beforeAll(async () => {
    const project = join(dir, 'project');
    for (const name of SOURCES) cpSync(join(ROOT, name), join(project, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
    await exec('npm', ['pack', '--silent', '--pack-destination', dir], project);
    const tarball = readdirSync(dir).find((name) => name.endsWith('.tgz')) ?? 'no tarball';
    mkdirSync(join(dir, 'unpacked'));
    await exec('tar', ['-xzf', join(dir, tarball), '-C', join(dir, 'unpacked')], dir);
    // Of a folder, npm links the programs as it does for a tarball, but fetches nothing.
    await exec('npm', ['install', '--silent', '--global', '--offline', '--prefix', prefix, unpacked], dir);
    symlinkSync(join(ROOT, 'node_modules'), join(unpacked, 'node_modules'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  async function exec(file: string, args: readonly string[], cwd: string): Promise<void> {
    const run = await start(file, args, cwd);
    if (run.exitCode !== 0) throw new Error(`${file} ${args.join(' ')}: ${run.stdout}${run.stderr}`);
  }

  async function start(
    file: string,
    args: readonly string[],
    cwd = dir,
    more: Record<string, string> = {},
  ): Promise<Run> {
    try {
      const run = await promisify(execFile)(file, args, { cwd, env: { ...env, ...more } });
      return { exitCode: 0, ...run };
    } catch (error) {
      const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string };
      if (typeof code !== 'number') throw error;
      return { exitCode: code, stdout, stderr };
    }
  }

  function filesOf(folder: string): string[] {
    return readdirSync(join(unpacked, folder), { recursive: true, encoding: 'utf8' });
  }

  it('holds what is needed to run, and no sources or tests', () => {
    expect(readdirSync(unpacked).sort()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'demo', 'dist', 'docs', 'node_modules', 'package.json', 'views'].sort(),
    );
    expect(filesOf('dist').filter((name) => name.endsWith('.ts') || name.includes('.spec.'))).toEqual([]);
    expect(filesOf('demo')).toHaveLength(readdirSync(join(ROOT, 'demo')).length);
    const views = readdirSync(join(ROOT, 'views'), { recursive: true, encoding: 'utf8' });
    expect(filesOf('views').filter(isFile).sort()).toEqual(views.filter(isFile).sort());
  });

  it('names the programs, each of which asks for node and checks its version first', () => {
    const { bin, engines } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
      engines: { node: string };
    };
    expect(Object.keys(bin)).toEqual(PROGRAMS);
    for (const file of Object.values(bin)) {
      const script = readFileSync(join(unpacked, file), 'utf8');
      expect(script).toMatch(/^#!\/usr\/bin\/env node\n/);
      expect(/require\("[^"]+"\)/.exec(script)?.[0]).toBe('require("./require-node")');
    }
    expect(engines.node).toBe(`>=${NEEDED_NODE.major}.${NEEDED_NODE.minor}`);
  });

  it('installs programs that run anywhere', async () => {
    for (const program of ['anip', 'anip-registry']) {
      const version = await start(program, ['--version'], '/');
      expect(version).toMatchObject({ exitCode: 0, stderr: '' });
      expect(version.stdout).toMatch(new RegExp(`^${program} \\d+\\.\\d+\\.\\d+\\nANIP spec anip/0\\.24\\n$`));
    }
    for (const program of PROGRAMS) {
      const help = await start(program, ['--help'], '/');
      expect(help).toMatchObject({ exitCode: 0, stderr: '' });
      expect(help.stdout).toContain(`Usage: ${program} `);
    }
    const key = await start('anip-registry-keygen', ['--key-id', 'k']);
    expect(key.stdout).toContain('ANIP_REGISTRY_KEY_ID=k\n');
  });

  it('builds, verifies and completes', async () => {
    writeFileSync(join(dir, 'request.json'), JSON.stringify(demoRequest('city-library-lending-1.0.0')));
    const built = await start('anip', [
      'package',
      'build-local',
      '--request',
      'request.json',
      '--output',
      'bundle.json',
    ]);
    expect(built.exitCode).toBe(0);
    const verified = await start('anip', ['verify', '--package-bundle', 'bundle.json']);
    expect(verified).toMatchObject({ exitCode: 0, stderr: '' });

    const complete = async (...words: string[]): Promise<string[]> => {
      const script = `source <(anip completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _anip_complete; echo "\${COMPREPLY[@]}"`;
      return (await start('bash', ['-c', script, 'bash', ...words])).stdout.trim().split(' ');
    };
    expect(await complete('anip', 'pack')).toEqual(['package']);
    expect(await complete('anip', 'package', '')).toEqual(['publish-bundle', 'build-local', '--help']);
    expect(await complete('anip', 'template', 'download', 'a@1', '--r')).toEqual(['--registry-url']);
    expect(await complete('anip', 'package', 'publish-bundle', '--publish-t')).toEqual(['--publish-token-file']);
    expect(await complete('anip', 'package', 'publish-bundle', '--package-bundle', '')).toEqual(['']);
  });

  it.each(['24.10.9', '20.20.2', '8.0.0'])('says what it needs under Node %s', async (version) => {
    const pretend = join(dir, 'pretend.cjs');
    writeFileSync(pretend, `Object.defineProperty(process, 'versions', { value: { node: '${version}' } });`);
    for (const program of PROGRAMS) {
      expect(await start(program, ['--help'], dir, { NODE_OPTIONS: `--require ${pretend}` })).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `this program needs Node.js 24.11 or later, but runs on ${version}\n`,
      });
    }
  });

  it('serves the samples and the pages it brings', async () => {
    const database = await createEmptyDatabase();
    const child = ChildRegistry.start(relative(ROOT, join(unpacked, 'dist/src/cli/anip-registry.js')), {
      ANIP_REGISTRY_ADDR: '127.0.0.1:0',
      ANIP_REGISTRY_DATABASE_URL: database.url,
      ANIP_REGISTRY_SEED_DEMO: '1',
    });
    const address = await child.address();
    const page = await fetch(`${address}/registry/packages`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('city-library-lending')]);
    expect(await child.stop()).toEqual({ code: 0, signal: null });
    await database.drop();
  });
});

/** Git keeps no empty directory, and npm packs none. */
function isFile(name: string): boolean {
  return name.includes('.');
}
