import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEV_KEY_ID, devSigningSeed } from '../../../src/config/dev-signer';
import { signingKeyFromSeed } from '../../../src/core/ed25519';
import type { JsonObject } from '../../../src/core/json/json-value';
import { demoRequest } from '../../support/demo-requests';
import { setLifecycle } from '../../support/publish';
import { runCli, type CliRun } from '../../support/run-cli';
import { TamperingProxy } from '../../support/tampering-proxy';
import { TestApp } from '../../support/test-app';
import { keyItems, sampleAnswers } from '../../support/verify-sources';

const ID = 'city-library-lending';
const RECORD = `/packages/${ID}/1.0.0`;

jest.setTimeout(30_000);

let app: TestApp;
let proxy: TamperingProxy;
let dir: string;
let output: string;

beforeAll(async () => {
  app = await TestApp.start();
  proxy = await TamperingProxy.start(app.origin);
  for (const version of ['1.0.0', '1.1.0']) {
    expect(await app.publisher().publishPackage(demoRequest(`${ID}-${version}`))).toHaveStatus(201);
  }
});
afterAll(async () => {
  await proxy.stop();
  await app.close();
});
beforeEach(() => {
  proxy.tamperings = [];
  dir = mkdtempSync(join(tmpdir(), 'anip-cli-lock-'));
  output = join(dir, 'anip.lock.json');
});
afterEach(() => rmSync(dir, { recursive: true }));

const lock = (...args: string[]): Promise<CliRun> => runCli(['lock', ...args]);
const from = (origin: string, version = '1.0.0'): string[] => [
  '--registry-url',
  origin,
  '--package',
  `${ID}@${version}`,
];
const readLock = (path = output): JsonObject => JSON.parse(readFileSync(path, 'utf8')) as JsonObject;

async function served(version = '1.0.0'): Promise<JsonObject> {
  return (await app.anonymous().get(`/packages/${ID}/${version}/lock`)).body as JsonObject;
}

describe('anip lock', () => {
  it("writes the Registry's own lock, for the owner's eyes, and counts no download", async () => {
    const run = await lock(...from(app.origin), '--output', output);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readLock()).toEqual(await served());
    expect(Object.keys(readLock())).toEqual(Object.keys(await served()));
    expect(readFileSync(output, 'utf8')).toMatch(
      /^\{\n {2}"lock_schema_version": "anip-package-lock\/v1",\n[^]*\n\}\n$/,
    );
    expect(statSync(output).mode & 0o777).toBe(0o600);
    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 'ok',
      package_version: '1.0.0',
      lock_file: output,
      changes: [],
    });
    expect((await app.anonymous().get(RECORD)).body).toMatchObject({ download_count: 0 });
  });

  it('refreshes a lock in its place and says what changed', async () => {
    writeFileSync(
      output,
      JSON.stringify({ ...(await served()), registry_active_key_id: 'earlier', publisher_type: '' }),
    );
    const run = await lock('--lock-file', output);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      changes: [
        { member: 'registry_active_key_id', from: 'earlier', to: DEV_KEY_ID },
        { member: 'publisher_type', from: '', to: 'local' },
      ],
    });
    expect(readLock()).toEqual(await served());
    expect(JSON.parse((await lock('--lock-file', output)).stdout)).toMatchObject({ changes: [] });
  });

  it('moves to another version only when that is named', async () => {
    await lock(...from(app.origin), '--output', output);
    const run = await lock('--lock-file', output, '--package', `${ID}@1.1.0`);
    expect(run.exitCode).toBe(0);
    const { changes } = JSON.parse(run.stdout) as { changes: { member: string }[] };
    expect(changes.map(({ member }) => member)).toContain('package_version');
    expect(readLock()).toEqual(await served('1.1.0'));
  });

  it.each([
    ['definition_digest', 'the lock that is refreshed', true],
    ['manifest_digest', 'the lock that is refreshed', true],
    ['receipt_signature', 'the lock that is refreshed', true],
    ['lock_digest', 'the lock that would be overwritten', false],
  ])('does not move to another %s of the same version, in %s', async (name, _, isRefresh) => {
    writeFileSync(output, JSON.stringify({ ...(await served()), [name]: `sha256:${'0'.repeat(64)}` }));
    const before = readFileSync(output, 'utf8');
    const run = isRefresh ? await lock('--lock-file', output) : await lock(...from(app.origin), '--output', output);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toMatch(
      new RegExp(`^anip: ${ID}@1.0.0 is not what the lock pins; nothing was written: ${name}: `),
    );
    expect(readFileSync(output, 'utf8')).toBe(before);
  });

  it('does not move to other content that the same key has signed', async () => {
    await lock(...from(proxy.origin), '--output', output);
    const before = readFileSync(output, 'utf8');
    const key = signingKeyFromSeed(DEV_KEY_ID, devSigningSeed());
    const { record, receipt } = sampleAnswers(key, { contract_signature: 'sha256:other' });
    proxy.tamperings = [
      { pathEnd: RECORD, replaceBy: record },
      { pathEnd: '/receipt', replaceBy: receipt },
      { pathEnd: '/keys', patch: [{ op: 'replace', path: '/items', value: keyItems(key) }] },
    ];
    const run = await lock('--lock-file', output);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/contract_signature: expected "sha256:[0-9a-f]{64}", observed "sha256:other"/);
    expect(readFileSync(output, 'utf8')).toBe(before);
  });

  it.each([
    [RECORD, '/manifest_digest', /not verified: registry_manifest_digest_matches, registry_receipt_signature_valid/],
    [`${RECORD}/lock`, '/manifest_digest', /a lock that is not of the verified package: manifest_digest: expected/],
    [`${RECORD}/lock`, '/registry_url', /registry_url "x" is no http or https URL/],
    [`${RECORD}/lock`, '/publisher_id', /a lock that is not of the verified package: publisher_id/],
  ])('writes nothing when %s is changed at %s', async (pathEnd, path, message) => {
    proxy.tamperings = [{ pathEnd, patch: [{ op: 'replace', path, value: 'x' }] }];
    const run = await lock(...from(proxy.origin), '--output', output);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toMatch(message);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('pins the key when told to, and gates yanked versions', async () => {
    const other = `${DEV_KEY_ID}=${Buffer.alloc(32, 1).toString('base64')}`;
    const pinned = await lock(...from(app.origin), '--output', output, '--trusted-key', other);
    expect(pinned.exitCode).toBe(1);
    expect(pinned.stderr).toMatch(/not verified: registry_trust_policy_key_matches/);

    await setLifecycle(app, ID, '1.1.0', 'yanked');
    const gated = await lock(...from(app.origin, '1.1.0'), '--output', output);
    expect(gated.exitCode).toBe(1);
    expect(gated.stderr).toMatch(/not verified: package_lifecycle_allows_use/);
    expect(existsSync(output)).toBe(false);
    const allowed = await lock(...from(app.origin, '1.1.0'), '--output', output, '--allow-yanked-package');
    expect(allowed.exitCode).toBe(0);
    await setLifecycle(app, ID, '1.1.0', 'active');
  });

  it('does not overwrite a file that is no lock', async () => {
    writeFileSync(output, '{"precious":true}');
    const run = await lock(...from(app.origin), '--output', output);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/package_id is required/);
    expect(readFileSync(output, 'utf8')).toBe('{"precious":true}');
  });

  it('says so when the directory cannot be written to, and leaves nothing behind', async () => {
    const run = await lock(...from(app.origin), '--output', join(dir, 'nowhere', 'anip.lock.json'));
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toMatch(/^anip: cannot write \S+: no such file or directory\n$/);
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each([
    ['nothing to write', from('http://127.0.0.1:1'), /name the file to write by --output/],
    ['no source', ['--output', 'x'], /name a source/],
    ['no package', ['--registry-url', 'http://127.0.0.1:1', '--output', 'x'], /name the package/],
    ['an unknown flag', ['--definition', 'x'], /unknown option/],
  ])('ends with 2 for %s', async (_, args, message) => {
    const run = await lock(...args);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it('ends with 3 when the Registry cannot be reached', async () => {
    const run = await lock(...from('http://127.0.0.1:1'), '--output', output);
    expect(run).toMatchObject({ exitCode: 3, stdout: '' });
    expect(existsSync(output)).toBe(false);
  });
});
