import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseJson } from '../../../src/core/json/parse-json';
import { shellQuote } from '../../../src/pages/views/shell';
import { codeBlockWith } from '../../support/page-html';
import { publishPackage } from '../../support/publish';
import { TestApp } from '../../support/test-app';

const run = promisify(execFile);
const ROOT = join(__dirname, '../../..');

describe('the commands to verify it yourself', () => {
  let app: TestApp;
  let dir: string;

  beforeAll(async () => {
    app = await TestApp.start();
    dir = await mkdtemp(join(tmpdir(), 'anip-registry-openssl-'));
  });
  afterAll(async () => {
    await rm(dir, { recursive: true });
    await app.close();
  });

  async function commandsOf(id: string, part: string): Promise<string> {
    const answer = await app.anonymous().getPage(`/registry/packages/${id}/1.0.0`);
    return codeBlockWith(answer.text, part);
  }

  /** Everything that a shell, a terminal or printf could take for its own. */
  const AWKWARD = `it's $(id) \`id\` "quoted" 100% \\n -- <&> größe 書 \u202e !x`;

  it.each([
    ['an ordinary package', {}],
    [
      'one with awkward text in what was signed',
      {
        contract_signature: AWKWARD,
        lineage: {
          project_ref: AWKWARD,
          product_revision: { ref: '%s\t\n' },
          developer_revision: { ref: '-n'.repeat(400) },
        },
      },
    ],
  ])('with OpenSSL verify %s as they are pasted', async (name, changes) => {
    const id = name.split(' ').join('-');
    await publishPackage(app, id, '1.0.0', changes);
    const commands = await commandsOf(id, 'openssl pkeyutl');
    const { stdout } = await run('sh', ['-euc', commands], { cwd: dir });
    expect(stdout).toContain('Signature Verified Successfully');
    const payload = parseJson(await readFile(join(dir, 'receipt-payload.json')));
    expect(payload).toMatchObject({ package_id: id, package_version: '1.0.0', ...changes });
    for (const line of commands.split('\n')) expect(line.length).toBeLessThan(1000);
  });

  it('with OpenSSL refuse other bytes', async () => {
    await publishPackage(app, 'altered');
    const commands = (await commandsOf('altered', 'openssl pkeyutl')).replace('altered', 'Altered');
    await expect(run('sh', ['-euc', commands], { cwd: dir })).rejects.toMatchObject({ code: 1 });
  });

  it('with curl fetch record, receipt and keys', async () => {
    await publishPackage(app, 'fetched');
    await run('sh', ['-euc', await commandsOf('fetched', 'curl')], { cwd: dir });
    const record = parseJson(await readFile(join(dir, 'fetched-1.0.0.record.json')));
    expect(record).toMatchObject({ package_id: 'fetched', download_count: 0 });
    expect(parseJson(await readFile(join(dir, 'fetched-1.0.0.receipt.json')))).toMatchObject({ package_id: 'fetched' });
  });

  it('with our own tool verify, lock and generate', async () => {
    await publishPackage(app, 'own/tool');
    const program = ['--require', join(ROOT, 'test/support/register-typescript.cjs'), join(ROOT, 'src/cli/anip.ts')];
    const command = [process.execPath, ...program].map(shellQuote).join(' ');
    await writeFile(join(dir, 'anip'), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
    const env = { PATH: `${dir}:${process.env.PATH ?? ''}` };
    for (const part of ['anip verify', 'anip lock', 'anip generate']) {
      const { stdout } = await run('sh', ['-euc', await commandsOf('own%2Ftool', part)], { cwd: dir, env });
      expect(JSON.parse(stdout)).toMatchObject({ status: 'ok' });
    }
    const lock = parseJson(await readFile(join(dir, 'anip.lock.json')));
    expect(lock).toMatchObject({ package_id: 'own/tool', registry_url: `${app.origin}/registry-api/v1` });
    const definition = parseJson(await readFile(join(dir, 'definition.json')));
    expect(definition).toMatchObject({ artifact_type: 'anip_service_definition' });
  }, 60_000);
});
