import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { buildContext } from '../../support/deploy/build-context';
import { only, parseDockerfile, type Stage } from '../../support/deploy/dockerfile';
import { ImageBuild } from '../../support/deploy/image-build';
import { findTool, runTool } from '../../support/deploy/tools';
import { createEmptyDatabase, type TestDatabase } from '../../support/test-database';

jest.setTimeout(240_000);

const ROOT = join(__dirname, '../../..');
const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const TOKEN = 'image-publish-token-1';

interface LockedPackage {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

/**
 * The image without a container engine: the Dockerfile's own steps in an empty directory, and then its own process, as
 * its own user, in directories that nobody can write.
 */
describe('the image', () => {
  const stages = parseDockerfile(text('Dockerfile'));
  const image = stages.at(-1)!;
  // Not below the project, where Node.js would find the dependencies of the checkout.
  const dir = mkdtempSync(join(tmpdir(), 'anip-image-'));
  const path = [join(dir, 'bin'), process.env.PATH].join(delimiter);
  const isRoot = process.getuid?.() === 0;
  let app: string;
  /** Of the files as they are built. */
  let changeable: readonly string[];
  let unreadable: readonly string[];
  let database: TestDatabase;
  let server: ChildProcess | undefined;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    // The base image's part: Node.js where everybody can reach it.
    mkdirSync(join(dir, 'bin'));
    cpSync(process.execPath, join(dir, 'bin/node'));
    chmodSync(dir, 0o755);
    const context = { root: ROOT, files: buildContext(ROOT, text('.dockerignore')) };
    const root = await new ImageBuild(stages, context, dir, run).build();
    app = join(root, only(image, 'WORKDIR').text);
    changeable = await find(app, '-uid', userOf(image).split(':')[0]!);
    unreadable = await find(app, '!', '-perm', '-o=r');
    await promisify(execFile)('chmod', ['-R', 'a-w,a+rX', root]);
  });
  afterAll(async () => {
    server?.kill('SIGKILL');
    await database.drop();
    await promisify(execFile)('chmod', ['-R', 'u+w', dir]);
    rmSync(dir, { recursive: true, force: true });
  });

  async function run(command: string, directory: string, user: string | undefined): Promise<void> {
    if (command.startsWith('apt-get ')) return;
    if (command === 'npm ci --ignore-scripts') {
      // The same lock has been installed once already, for these tests.
      symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
      return;
    }
    // Who is not root is the only user that there is.
    const here = isRoot ? command : command.replace('--owner=1000 ', '').replace(/^chown .*? && /, '');
    const env = { ...process.env, PATH: path, NPM_CONFIG_PREFER_OFFLINE: 'true' };
    await promisify(execFile)('sh', ['-c', inDirectory(here, directory)], { cwd: directory, env, ...asUser(user) });
  }

  /** As the paths of the image are here. */
  function inDirectory(words: string, directory: string): string {
    return words.replaceAll(/(?<=^|[ =])\/app\//g, `${directory}/`);
  }

  /** The paths below a directory that meet a condition of find. */
  async function find(directory: string, ...condition: readonly string[]): Promise<readonly string[]> {
    const { stdout } = await promisify(execFile)('find', [directory, ...condition], { maxBuffer: 64 * 1024 * 1024 });
    return stdout.split('\n').filter((line) => line !== '');
  }

  function asUser(user: string | undefined): { readonly uid?: number; readonly gid?: number } {
    const [uid = 0, gid = 0] = (user ?? '0:0').split(':').map(Number);
    return isRoot ? { uid, gid } : {};
  }

  /** The words of an exec form. */
  function execForm(keyword: string): string[] {
    const words = JSON.parse(only(image, keyword).text.replace(/^CMD /, '')) as string[];
    return words.map((word) => inDirectory(word, app));
  }

  function startInImage(
    words: readonly string[],
    env: Readonly<Record<string, string>> = {},
    user = userOf(image),
  ): ChildProcess {
    const ofImage = only(image, 'ENV')
      .text.split(' ')
      .map((pair) => inDirectory(pair, app).split(/=(.*)/s, 2) as [string, string]);
    return spawn(words[0]!, words.slice(1), {
      cwd: app,
      // Neither a home nor a place for temporary files: the root file system is all there is.
      env: { PATH: path, HOME: '/nonexistent', TMPDIR: '/nonexistent', ...Object.fromEntries(ofImage), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...asUser(user),
    });
  }

  it('has the programs, pages and samples, and nothing of the development', () => {
    expect(readdirSync(app).sort()).toEqual(
      [
        ...['LICENSE', 'README.md', 'package.json'],
        ...['compile-cache', 'demo', 'deploy', 'dist', 'docs', 'node_modules', 'views'],
      ].sort(),
    );
    const built = readdirSync(join(app, 'dist'), { recursive: true, encoding: 'utf8' });
    expect(built.filter((name) => /\.ts$|\.spec\.|^test/.test(name))).toEqual([]);

    // The lock marks what only development, or an optional dependency, needs.
    const { packages } = JSON.parse(text('package-lock.json')) as { packages: Record<string, LockedPackage> };
    const paths = Object.keys(packages).filter((path) => path.startsWith('node_modules/'));
    const isExtra = ({ dev, optional, devOptional }: LockedPackage = {}): boolean =>
      dev === true || optional === true || devOptional === true;
    const isInstalled = (path: string): boolean => existsSync(join(app, path, 'package.json'));
    expect(paths.filter((path) => isExtra(packages[path]) === isInstalled(path))).toEqual([]);
  });

  it('starts as its user on a read-only file system, passes the smoke test of the stack, and stops by SIGTERM', async () => {
    const entry = execForm('ENTRYPOINT');
    if (findTool('tini') === undefined && process.env.ANIP_REQUIRE_DEPLOY_TOOLS !== '1') {
      console.warn('the image runs without its init here: tini is not installed');
      entry.splice(0, 2);
    }
    server = startInImage([...entry, ...execForm('CMD')], {
      ANIP_REGISTRY_ADDR: '127.0.0.1:0',
      ANIP_REGISTRY_DATABASE_URL: database.url,
      ANIP_REGISTRY_PUBLISH_TOKEN: TOKEN,
    });
    const address = await listeningAddress(server);
    expect(await health(address)).toBe(0);

    const { exitCode, output } = await smokeCompose(address);
    expect([exitCode, output]).toEqual([0, expect.stringContaining('smoke-compose: all well')]);

    const ended = once(server, 'close');
    server.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    expect(await health(address)).toBe(1);
  });

  it('has nothing that its user could change or not read', () => {
    // Who is not root is the owner of all that was built here.
    if (isRoot) expect(changeable).toEqual([]);
    expect(unreadable).toEqual([]);
  });

  it('finds what a start loads compiled', async () => {
    // Into a file: a pipe that is full loses some of what Node.js itself prints.
    const file = join(dir, 'compile-cache.log');
    writeFileSync(file, '');
    chmodSync(file, 0o666);
    const child = startInImage(['sh', '-c', `exec node dist/src/main.js 2> '${file}'`], {
      ANIP_REGISTRY_ADDR: '127.0.0.1:0',
      ANIP_REGISTRY_DATABASE_URL: database.url,
      NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
    });
    await listeningAddress(child);
    child.kill('SIGKILL');
    await once(child, 'close');
    const output = readFileSync(file, 'utf8');
    const reads = [...output.matchAll(/reading cache from \S+ for \S+ (\S+?)\.\.\.(.*)/g)];
    const loaded = ['main', 'serve-registry', 'app.module'].map((name) => join(app, `dist/src/${name}.js`));
    expect(reads.map(([, module]) => module)).toEqual(expect.arrayContaining(loaded));
    expect(reads.filter(([, , result]) => !result!.includes('success')).map(([, module]) => module)).toEqual([]);
    expect(output).not.toContain('was rejected');
  });

  it('loads as another user too, who cannot use what is compiled, and says nothing of it', async () => {
    const child = startInImage(['node', '--eval', "require('./dist/src/main.js')"], {}, '1001:1001');
    const [stdout, stderr] = await Promise.all([textOf(child.stdout!), textOf(child.stderr!), once(child, 'close')]);
    expect([child.exitCode, stdout, stderr]).toEqual([0, '', '']);
  });

  it('takes the stack down when a step fails, and fails itself', async () => {
    const { exitCode, output, calls } = await smokeCompose('http://127.0.0.1:1', ['--dist', '/nonexistent'], 'exit 7');
    expect(exitCode).toBe(7);
    expect(output).toContain('failed with exit code 7');
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['version', 'up', 'logs', 'down']);
    expect(calls.at(-1)).toMatch(/^down --volumes /);
  });

  /** HEALTHCHECK as the engine runs it; answers its exit code. */
  async function health(address: string): Promise<number> {
    const check = startInImage(execForm('HEALTHCHECK'), { ANIP_REGISTRY_ADDR: address.replace('http://', '') });
    return ((await once(check, 'close')) as [number])[0];
  }

  /** scripts/smoke-compose.sh with a stand-in for the engine, whose stack is the server of this test. */
  async function smokeCompose(
    address: string,
    args: readonly string[] = ['--dist', join(app, 'dist')],
    up = ':',
  ): Promise<{ exitCode: number; output: string; calls: readonly string[] }> {
    const bin = mkdtempSync(join(tmpdir(), 'anip-engine-'));
    const log = join(bin, 'calls');
    const engine = [
      '#!/usr/bin/env bash',
      'while [ $# -gt 0 ]; do case $1 in --project-name | --file) shift 2 ;; compose) shift ;; *) break ;; esac; done',
      `echo "$*" >> '${log}'`,
      'case $1 in',
      `  up) ${up} ;;`,
      `  port) echo '${address.replace('http://', '')}' ;;`,
      `  exec) shift 3; cd '${app}'; ANIP_REGISTRY_DATABASE_URL='${database.url}' exec '${process.execPath}' "\${@:2}" ;;`,
      'esac',
    ];
    writeFileSync(join(bin, 'docker'), engine.join('\n'), { mode: 0o755 });
    const path = [bin, process.env.PATH].join(delimiter);
    const env = { ...process.env, PATH: path, ANIP_REGISTRY_PUBLISH_TOKEN: TOKEN };
    const script = join(ROOT, 'scripts/smoke-compose.sh');
    const ended = await runTool('bash', [script, ...args], { env });
    const calls = readFileSync(log, 'utf8').trim().split('\n');
    rmSync(bin, { recursive: true });
    return { ...ended, calls };
  }
});

function userOf(stage: Stage): string {
  return only(stage, 'USER').text;
}

function listeningAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /"address":"([^"]+)".*the Registry is listening/.exec(output);
      if (found) resolve(found[1]!);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', (code) => reject(new Error(`ended with ${code} before it listened: ${output}`)));
  });
}
