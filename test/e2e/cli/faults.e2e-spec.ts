import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/core/json/json-value';
import { demoRequest } from '../../support/demo-requests';
import { type CliRun, runCli } from '../../support/run-cli';
import { sampleBundle } from '../../support/sample-bundle';
import { type StubReaction, StubServer } from '../../support/stub-server';
import { WorkDir } from '../../support/work-dir';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../../..');
const ANIP = ['--require', join(ROOT, 'test/support/register-typescript.cjs'), join(ROOT, 'src/cli/anip.ts')];
const TOKEN = 'a-token-that-must-never-be-seen';

describe('faults of the command line', () => {
  const dir = new WorkDir();
  let bundle: string;

  beforeAll(() => {
    bundle = dir.write('bundle.json', sampleBundle('faults'));
  });
  afterAll(() => dir.remove());

  /** One line that names the program, and no stack. */
  function expectFault(run: CliRun, exitCode: number, ...named: string[]): void {
    expect(run).toMatchObject({ exitCode, stdout: '' });
    const [fault, ...rest] = run.stderr.trimEnd().split('\n').reverse();
    expect(fault).toMatch(/^anip: /);
    for (const text of named) expect(fault).toContain(text);
    expect(run.stderr).not.toMatch(/\n {4}at |node:internal|\.ts:\d/);
    expect(rest.filter((line) => line.startsWith('anip: '))).toEqual([]);
    expect(run.stderr).not.toContain(TOKEN);
  }

  async function publishTo(
    react: (request: string, count: number) => StubReaction,
  ): Promise<CliRun & { requests: readonly string[] }> {
    const stub = await StubServer.start(react);
    try {
      return { ...(await publish(stub.origin)), requests: stub.requests };
    } finally {
      await stub.close();
    }
  }

  function publish(origin: string): Promise<CliRun> {
    return runCli(['package', 'publish-bundle', '--package-bundle', bundle, '--registry-url', origin], {
      env: { ANIP_REGISTRY_PUBLISH_TOKEN: TOKEN },
    });
  }

  describe('files', () => {
    it('that do not exist', async () => {
      const run = await runCli(['package', 'publish-bundle', '--package-bundle', dir.file('nowhere.json')]);
      expectFault(run, 1, `cannot read ${dir.file('nowhere.json')}: no such file`);
    });

    it('that cannot be read', async () => {
      expectFault(
        await runCli(['template', 'publish', '--template', dir.path]),
        1,
        `cannot read ${dir.path}: `,
        'directory',
      );
    });

    it.each<[string, string, string]>([
      ['malformed', '{"package_id": "a",\n "x" 1}', 'line 2, column 6'],
      ['cut off', '{"package_id": "a', 'offset 17'],
      ['empty', '', 'offset 0'],
      ['no object', '[1]', 'a JSON object is expected'],
      ['binary', '\u0000\u0001', 'offset 0'],
      ['overflowing', '{"x": 1e999}', 'line 1, column 7'],
      ['too deep', `{"x":${'['.repeat(20_000)}`, 'deep'],
    ])('that are %s', async (_, content, named) => {
      const file = dir.write('malformed.json', content);
      expectFault(await runCli(['package', 'publish-bundle', '--package-bundle', file]), 1, file, named);
    });

    it.each<[string, () => string]>([
      ['a directory that is a file', () => join(bundle, 'request.json')],
      ['a directory that does not exist', () => dir.file('nowhere/request.json')],
      ['a directory itself', () => dir.path],
      ['a file system that takes no files', () => '/proc/request.json'],
    ])('that cannot be written: %s', async (_, output) => {
      const before = dir.names();
      const run = await runCli(['package', 'publish-bundle', '--package-bundle', bundle, '--output', output()]);
      expectFault(run, 1, `cannot write ${output()}: `);
      expect(dir.names()).toEqual(before);
    });

    it('that are there already are replaced as a whole, or left as they were', async () => {
      const output = dir.write('kept.json', 'as it was');
      const refused = await runCli([
        'package',
        'publish-bundle',
        '--package-bundle',
        dir.write('x.json', {}),
        '--output',
        output,
      ]);
      expectFault(refused, 1, 'package_id');
      expect(dir.read('kept.json')).toBe('as it was');
      const written = await runCli(['package', 'publish-bundle', '--package-bundle', bundle, '--output', output]);
      expect(written.exitCode).toBe(0);
      expect(JSON.parse(dir.read('kept.json'))).toMatchObject({ package_id: 'faults' });
    });
  });

  describe('output', () => {
    it('to a reader that goes away is no fault', async () => {
      const large = dir.write('large.json', demoLarge());
      const shell = `"$@" | head -c 1; echo " \${PIPESTATUS[0]}"`;
      const run = await runShell(shell, [
        process.execPath,
        ...ANIP,
        'package',
        'publish-bundle',
        '--package-bundle',
        large,
      ]);
      expect(run).toEqual({ exitCode: 0, stdout: '{ 0\n', stderr: '' });
    });

    it('to a full disk is one', async () => {
      const run = await runShell(`"$@" > /dev/full`, [process.execPath, ...ANIP, 'version']);
      expectFault(run, 1, 'cannot write to stdout');
    });
  });

  describe('the network', () => {
    it('is tried again on 429, 502, 503 and a lost connection, then succeeds', async () => {
      const reactions: StubReaction[] = [
        { status: 503, headers: { 'Retry-After': '0' } },
        { status: 429, headers: { 'Retry-After': '0' } },
        { status: 502, headers: { 'Retry-After': '0' }, body: '<html>bad gateway</html>' },
        'cut',
      ];
      const run = await publishTo((_, count) => reactions[count] ?? { status: 201, body: { package: {} } });
      expect(run).toMatchObject({ exitCode: 0, stdout: '{\n  "package": {}\n}\n' });
      expect(run.requests).toEqual(Array<string>(5).fill('POST /registry-api/v1/publications'));
      expect(run.stderr.match(/trying again in/g)).toHaveLength(4);
      expect(run.stderr).toContain('answered 503; trying again in 0 s');
      expect(run.stderr).not.toContain(TOKEN);
    });

    it('finds its own version when the first answer was lost', async () => {
      const record = sampleBundle('faults').package;
      const run = await publishTo((request, count) => {
        if (count === 0) return 'cut';
        if (request.startsWith('POST')) return { status: 409, body: { error: 'exists', code: 'VERSION_EXISTS' } };
        return { status: 200, body: request.endsWith('/receipt') ? { receipt_id: 'r' } : record };
      });
      expect(run).toMatchObject({ exitCode: 0 });
      expect(JSON.parse(run.stdout)).toMatchObject({ package: record, receipt: { receipt_id: 'r' } });
      expect(run.stderr).toContain('faults@1.0.0 is already published, identical\n');
    });

    it('that stays down is told from a refusal', async () => {
      const run = await publishTo(() => ({
        status: 503,
        headers: { 'Retry-After': '0' },
        body: { error: 'the store is down' },
      }));
      expectFault(run, 3, '503: the store is down');
      expect(run.requests).toHaveLength(5);
    });

    it('is not tried again after a refusal', async () => {
      const run = await publishTo(() => ({ status: 400, body: { error: 'two\nlines \u001b[31m\u202e', code: 'X' } }));
      expectFault(run, 1, 'answered 400 X: two lines [31m');
      expect(run.requests).toHaveLength(1);
    });

    it('where nobody listens', async () => {
      const unused = createServer().listen(0, '127.0.0.1');
      await once(unused, 'listening');
      const { port } = unused.address() as { port: number };
      unused.close();
      const run = await publish(`http://127.0.0.1:${port}`);
      expectFault(run, 3, 'could not be reached', 'ECONNREFUSED');
      expect(run.stderr.match(/trying again in/g)).toHaveLength(4);
    });

    it('follows no redirect, which could carry the token elsewhere', async () => {
      const run = await publishTo(() => ({ status: 307, headers: { Location: 'http://127.0.0.1:9/' } }));
      expectFault(run, 3, 'redirect');
    });

    it('whose 2xx is no JSON has published all the same', async () => {
      const run = await publishTo(() => ({ status: 201, body: 'created' }));
      expect(run).toMatchObject({ exitCode: 0, stdout: 'created\n' });
    });

    it('interrupted by Ctrl-C leaves no file behind', async () => {
      const stub = await StubServer.start(() => 'wait');
      const before = dir.names();
      const command = [
        'template',
        'download',
        'a@1',
        '--registry-url',
        stub.origin,
        '--output',
        dir.file('interrupted.json'),
      ];
      const child = spawn(process.execPath, [...ANIP, ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const closed = once(child, 'close');
      while (stub.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill('SIGINT');
      expect(await closed).toEqual([130, null]);
      await stub.close();
      expect(output).toBe('reading the record of a@1 ...\n');
      expect(dir.names()).toEqual(before);
    });
  });

  it('of usage are one line, and no command at all shows the help', async () => {
    expectFault(await runCli(['nonsense']), 2, "unknown command 'nonsense'");
    expectFault(await runCli(['package', 'publish-bundel']), 2, 'publish-bundle');
    expect(await runCli(['nonsense'], { entry: 'src/cli/anip-registry.ts' })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'anip-registry: "nonsense" is no command of anip-registry (--help lists what is allowed)\n',
    });
    const nothing = await runCli([]);
    expect(nothing).toMatchObject({ exitCode: 2, stdout: '' });
    expect(nothing.stderr).toContain('Usage: anip ');
  });

  it.each(['version', '--version', '-version'])('%s prints two lines', async (flag) => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await runCli([flag])).toEqual({ exitCode: 0, stdout: `anip ${version}\nANIP spec anip/0.24\n`, stderr: '' });
  });

  function demoLarge(): JsonObject {
    const request = demoRequest('city-library-lending-1.0.0');
    const notes = Array.from({ length: 1500 }, () => 'x'.repeat(800));
    return { ...request, service_definition: { ...(request.service_definition as JsonObject), notes } };
  }
});

async function runShell(script: string, args: readonly string[]): Promise<CliRun> {
  const child = spawn('bash', ['-c', script, 'bash', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
}
