import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../../../src/core/digest';
import { textOf, type JsonObject } from '../../../src/core/json/json-value';
import { demoRequest } from '../../support/demo-requests';
import { applyPatch } from '../../support/json-patch';
import { runCli, type CliRun } from '../../support/run-cli';
import { TamperingProxy } from '../../support/tampering-proxy';
import { TestApp } from '../../support/test-app';
import { describeWithVectors, loadVector } from '../../support/vectors';
import { flipped, sampleBundle, SIGNING_KEY } from '../../support/verify-sources';

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
  expect(await app.publisher().publishPackage(demoRequest(`${ID}-1.0.0`))).toHaveStatus(201);
});
afterAll(async () => {
  await proxy.stop();
  await app.close();
});
beforeEach(() => {
  proxy.tamperings = [];
  dir = mkdtempSync(join(tmpdir(), 'anip-cli-generate-'));
  output = join(dir, 'definition.json');
});
afterEach(() => rmSync(dir, { recursive: true }));

const generate = (...args: string[]): Promise<CliRun> => runCli(['generate', ...args, '--output', output]);
const from = (origin: string): string[] => ['--registry-url', origin, '--package', `${ID}@1.0.0`];
const read = (path: string): JsonObject => JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
const definition = demoRequest(`${ID}-1.0.0`).service_definition as JsonObject;

async function answer(path: string): Promise<JsonObject> {
  return (await app.anonymous().get(path)).body as JsonObject;
}

function file(name: string, content: unknown): string {
  const path = join(dir, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** Nothing is there but what the test itself has put there. */
function expectNothingWritten(...given: string[]): void {
  expect(readdirSync(dir).sort()).toEqual(given.sort());
}

describe('anip generate', () => {
  it("writes the verified definition, and a lock that is the Registry's own", async () => {
    const lockFile = join(dir, 'anip.lock.json');
    const run = await generate(...from(app.origin), '--write-lock', lockFile);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(read(output)).toEqual(definition);
    expect(read(lockFile)).toEqual(await answer(`${RECORD}/lock`));
    expect(readFileSync(output, 'utf8')).toMatch(/^\{\n {2}"artifact_type": [^<>&]*\n\}\n$/);
    expect(Object.keys(read(output))).toEqual(Object.keys(definition).sort());
    expect([statSync(output).mode & 0o777, statSync(lockFile).mode & 0o777]).toEqual([0o600, 0o600]);

    const result = JSON.parse(run.stdout) as JsonObject;
    expect(Object.keys(result)).toEqual([
      'status',
      'source_kind',
      'package_id',
      'package_version',
      'definition_digest',
      'lock_digest',
      'contract_signature',
      'schema_version',
      'registry_trusted',
      'output',
      'receipt_authority',
      'receipt_key_id',
      'receipt_algorithm',
      'package_lifecycle',
      'lineage',
      'product_revision',
      'developer_revision',
      'agent_consumption_readiness',
      'agent_consumability',
      'agent_readiness_summary',
      'agent_consumability_summary',
      'written_lock_file',
      'written_lock_digest',
    ]);
    expect(result).toMatchObject({
      status: 'ok',
      source_kind: 'registry',
      registry_trusted: true,
      output,
      definition_digest: digestOf(definition),
      agent_consumability_summary: { capability_count: 3, schema_version: 'anip-agent-consumability/v0' },
      written_lock_digest: digestOf(read(lockFile)),
    });
    expect(await answer(RECORD)).toMatchObject({ download_count: 0 });
  });

  it('is repeated from the lock alone', async () => {
    const lock = file('anip.lock.json', await answer(`${RECORD}/lock`));
    const run = await generate('--lock-file', lock);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ lock_file: lock, package_version: '1.0.0' });
    expect(read(output)).toEqual(definition);
  });

  it('takes a bundle, offline, and locks what it says it is', async () => {
    const bundle = file('bundle.json', sampleBundle());
    const lock = join(dir, 'bundle.lock.json');
    expect((await generate('--offline', '--package-bundle', bundle, '--write-lock', lock)).exitCode).toBe(0);
    expect(read(lock)).toMatchObject({ source_kind: 'package-bundle', receipt_authority: 'local-studio' });
    expect(read(lock)).not.toHaveProperty('registry_url');
    const again = await generate('--offline', '--package-bundle', bundle, '--lock-file', lock);
    expect(again.exitCode).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ registry_trusted: false, receipt_key_id: SIGNING_KEY.keyId });
  });

  it('takes a definition on its own, which no lock can pin', async () => {
    const source = file('source.json', definition);
    expect((await generate('--definition', source)).exitCode).toBe(0);
    expect(read(output)).toEqual(definition);
    rmSync(output);
    const lock = file('anip.lock.json', await answer(`${RECORD}/lock`));
    const locked = await generate('--definition', source, '--lock-file', lock);
    expect(locked.exitCode).toBe(1);
    expect(locked.stderr).toMatch(/not verified: package_lock_matches \(a plain file/);
    expectNothingWritten('anip.lock.json', 'source.json');
    expect((await generate('--definition', source, '--write-lock', join(dir, 'x'))).exitCode).toBe(2);
  });
});

describe('anip generate writes nothing', () => {
  it.each(['definition_digest', 'manifest_digest', 'lock_digest', 'package_execution_signature', 'receipt_signature'])(
    'when the lock pins another %s',
    async (name) => {
      const lock = await answer(`${RECORD}/lock`);
      const changed = applyPatch(lock, [flipped(lock, `/${name}`)]);
      const run = await generate('--lock-file', file('anip.lock.json', changed), '--write-lock', join(dir, 'new.json'));
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toMatch(new RegExp(`^anip: not verified: package_lock_matches \\(${name}: expected `));
      expectNothingWritten('anip.lock.json');
    },
  );

  it('when the Registry returns other digests than the lock has', async () => {
    const lock = { ...(await answer(`${RECORD}/lock`)), registry_url: proxy.origin };
    const path = '/definition_digest';
    proxy.tamperings = [{ pathEnd: RECORD, patch: [flipped(await answer(RECORD), path)] }];
    const run = await generate('--lock-file', file('anip.lock.json', lock));
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/not verified: package_lock_matches, registry_definition_digest_matches/);
    expectNothingWritten('anip.lock.json');
  });

  it.each([
    ['/manifest/summary', 'registry_manifest_digest_matches'],
    ['/service_definition/identity/domain_name', 'registry_definition_digest_matches'],
    ['/recommended_lock/lock_kind', 'registry_lock_digest_matches'],
    ['/lineage/product_revision/ref', 'registry_receipt_signature_valid'],
  ])('when one character of %s was changed', async (path, name) => {
    proxy.tamperings = [{ pathEnd: RECORD, patch: [flipped(await answer(RECORD), path)] }];
    const run = await generate(...from(proxy.origin));
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(name);
    expectNothingWritten();
  });

  it('when the lock to be written is not of the verified package, or cannot be had', async () => {
    proxy.tamperings = [{ pathEnd: '/lock', patch: [{ op: 'replace', path: '/lock_digest', value: 'x' }] }];
    const run = await generate(...from(proxy.origin), '--write-lock', join(dir, 'anip.lock.json'));
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/a lock that is not of the verified package: lock_digest/);
    expectNothingWritten();
  });

  it('when a bundle was changed', async () => {
    const bundle = sampleBundle();
    const changed = file('bundle.json', applyPatch(bundle, [flipped(bundle, '/manifest/summary')]));
    const run = await generate('--package-bundle', changed);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('bundle_manifest_digest_matches');
    expectNothingWritten('bundle.json');
  });

  it('when the Registry cannot be reached', async () => {
    const run = await generate(...from('http://127.0.0.1:1'));
    expect(run).toMatchObject({ exitCode: 3, stdout: '' });
    expectNothingWritten();
  });

  it.each([
    ['a language target', ['--target', 'python'], /no language target yet/],
    ['no source', [], /name a source/],
    ['one file for both', ['--write-lock', 'SAME'], /name the same file/],
    ['a Registry while offline', ['--offline', ...from('http://127.0.0.1:1')], /--offline/],
  ])('for wrong usage: %s', async (_, args, message) => {
    const run = await generate(...args.map((argument) => (argument === 'SAME' ? output : argument)));
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
    expectNothingWritten();
  });

  it('without an output', async () => {
    const run = await runCli(['generate', ...from('http://127.0.0.1:1')]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/required option '--output <file>'/);
  });
});

describeWithVectors('anip generate on the packages of the reference', (vectors) => {
  it.each(['jira-fronting-showcase-0.2.0', 'gtm-pipeline-q2-review-0.4.1'])(
    'writes the definition of %s, whatever advice there is about it',
    async (name) => {
      const { request } = loadVector(vectors, `packages/${name}.json`) as Readonly<Record<string, JsonObject>>;
      expect(await app.publisher().publishPackage(request)).toHaveStatus(201);
      const id = `${textOf(request?.package_id)}@${textOf(request?.package_version)}`;
      const run = await generate('--registry-url', app.origin, '--package', id);
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(digestOf(read(output))).toBe(digestOf(request?.service_definition as JsonObject));
    },
  );
});
