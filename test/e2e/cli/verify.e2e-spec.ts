import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signingKeyFromSeed } from '../../../src/core/ed25519';
import { devSigningSeed, DEV_KEY_ID } from '../../../src/config/dev-signer';
import { objectOf, textOf, type JsonObject } from '../../../src/core/json/json-value';
import type { Check } from '../../../src/core/verify/checks';
import { DEMO_PACKAGES, demoRequest } from '../../support/demo-requests';
import { applyPatch } from '../../support/json-patch';
import { publishPackage, setLifecycle } from '../../support/publish';
import { runCli, type CliRun } from '../../support/run-cli';
import { TamperingProxy, type Tampering } from '../../support/tampering-proxy';
import { TestApp } from '../../support/test-app';
import { describeWithVectors, loadVector } from '../../support/vectors';
import { failedNames, flipped, keyItems, sampleAnswers, sampleBundle, valueAt } from '../../support/verify-sources';

const ID = 'city-library-lending';
const RECORD = `/packages/${ID}/1.0.0`;
const DEV_KEY = signingKeyFromSeed(DEV_KEY_ID, devSigningSeed());
const TRUSTED = `${DEV_KEY_ID}=${Buffer.from(DEV_KEY.publicKey).toString('base64')}`;

/** A command is a process, and one that finds no Registry tries for seven seconds. */
jest.setTimeout(30_000);

let app: TestApp;
let proxy: TamperingProxy;
let dir: string;

beforeAll(async () => {
  app = await TestApp.start();
  proxy = await TamperingProxy.start(app.origin);
  dir = mkdtempSync(join(tmpdir(), 'anip-cli-verify-'));
  for (const name of DEMO_PACKAGES) expect(await app.publisher().publishPackage(demoRequest(name))).toHaveStatus(201);
});
afterAll(async () => {
  await proxy.stop();
  await app.close();
  rmSync(dir, { recursive: true });
});
beforeEach(() => {
  proxy.tamperings = [];
});

interface Result {
  readonly status: string;
  readonly checks: readonly Check[];
  readonly [member: string]: unknown;
}

function resultOf(run: CliRun): Result {
  return JSON.parse(run.stdout) as Result;
}

function file(name: string, content: unknown): string {
  const path = join(dir, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function answer(path: string): Promise<JsonObject> {
  return (await app.anonymous().get(path)).body as JsonObject;
}

const atRegistry = (origin = app.origin): string[] => ['verify', '--registry-url', origin, '--package', `${ID}@1.0.0`];

describe('anip verify at a Registry', () => {
  it.each(DEMO_PACKAGES)('verifies %s and counts no download', async (name) => {
    const [id, version] = [name.replace(/-[^-]*$/, ''), name.replace(/.*-/, '')];
    const run = await runCli(['validate', `-registry-base=${app.origin}/`, '-package', `${id}@${version}`]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(resultOf(run)).toMatchObject({
      status: 'ok',
      source_kind: 'registry',
      receipt_status: 'verified',
      registry_record_path: `/registry-api/v1/packages/${id}/${version}`,
    });
    expect(run.stdout).toBe(`${JSON.stringify(JSON.parse(run.stdout), null, 2)}\n`);
    expect(await answer(`/packages/${id}/${version}`)).toMatchObject({ download_count: 0 });
  });

  it('takes Registry, package and pins from a lock file, and prints a table when asked', async () => {
    const lock = file('anip.lock.json', await answer(`${RECORD}/lock`));
    const run = await runCli(['verify', '--lock-file', lock, '--trusted-key', TRUSTED, '--format', 'table']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(/^status {2,}ok\nsource_kind {2,}registry\n/);
    expect(run.stdout).toMatch(/^pass {2}package_lock_registry_matches$/m);
    expect(run.stdout).not.toMatch(/^fail/m);
  });

  it('names the check that a demand fails', async () => {
    const run = await runCli([
      ...atRegistry(),
      '--require-registry-mode',
      'production',
      '--trusted-registry-key-id',
      'x',
    ]);
    expect(run.exitCode).toBe(1);
    expect(failedNames(resultOf(run).checks)).toEqual([
      'registry_trust_policy_signing_mode_matches',
      'registry_trust_policy_receipt_key_matches',
    ]);
    expect(run.stderr).toMatch(/^anip: not verified: registry_trust_policy_signing_mode_matches, .*\n$/);
  });

  it('gates yanked versions itself, and has the words of the Registry for one that was taken down', async () => {
    await publishPackage(app, 'gated', '1.0.0');
    await setLifecycle(app, 'gated', '1.0.0', 'yanked');
    const args = ['verify', '--registry-url', app.origin, '--package-id', 'gated', '--package-version', '1.0.0'];
    const refused = await runCli(args);
    expect(refused.exitCode).toBe(1);
    expect(failedNames(resultOf(refused).checks)).toEqual(['package_lifecycle_allows_use']);
    const allowed = await runCli([...args, '--allow-yanked-package']);
    expect(allowed.exitCode).toBe(0);
    expect(resultOf(allowed).package_lifecycle_warning).toMatch(/^the version is "yanked": "made yanked by a test"/);

    await setLifecycle(app, 'gated', '1.0.0', 'takedown');
    const gone = await runCli(args);
    expect(gone).toMatchObject({ exitCode: 1, stdout: '' });
    expect(gone.stderr).toMatch(/^anip: http\S+ answered 410 VERSION_TAKEN_DOWN: gated@1.0.0 was taken down.*\n$/);
  });

  it('ends with 1 for a package that is not there', async () => {
    const run = await runCli(['verify', '--registry-url', app.origin, '--package', 'nobody@1.0.0']);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toMatch(/answered 404 PACKAGE_NOT_FOUND/);
  });

  it('ends with 3 when the Registry cannot be reached', async () => {
    const run = await runCli(atRegistry('http://127.0.0.1:1'));
    expect(run).toMatchObject({ exitCode: 3, stdout: '' });
    expect(run.stderr).toMatch(/could not be reached/);
    expect(run.stderr).not.toMatch(/^ {4}at /m);
  });
});

describe('a Registry that lies', () => {
  async function tampered(tamperings: readonly Tampering[], ...more: string[]): Promise<string[]> {
    proxy.tamperings = tamperings;
    const run = await runCli([...atRegistry(proxy.origin), ...more]);
    expect(run.exitCode).toBe(resultOf(run).status === 'ok' ? 0 : 1);
    return failedNames(resultOf(run).checks);
  }

  it('is not suspected when it passes everything on', async () => {
    expect(await tampered([], '--trusted-key', TRUSTED)).toEqual([]);
  });

  it.each([
    ['/record/manifest/summary', ['registry_manifest_digest_matches']],
    [
      '/record/service_definition/identity/domain_name',
      ['package_execution_signature_matches', 'registry_definition_digest_matches'],
    ],
    ['/record/recommended_lock/lock_kind', ['package_execution_signature_matches', 'registry_lock_digest_matches']],
    [
      '/record/lineage/product_revision/ref',
      ['package_execution_signature_matches', 'registry_receipt_signature_valid'],
    ],
    ['/record/definition_digest', ['registry_definition_digest_matches', 'registry_receipt_signature_valid']],
    ['/record/manifest_digest', ['registry_manifest_digest_matches', 'registry_receipt_signature_valid']],
    ['/record/lock_digest', ['registry_lock_digest_matches', 'registry_receipt_signature_valid']],
    [
      '/record/package_execution_signature',
      ['package_execution_signature_matches', 'registry_receipt_signature_valid'],
    ],
    ['/record/contract_signature', ['registry_receipt_signature_valid']],
    ['/receipt/issued_at', ['registry_receipt_id_matches', 'registry_receipt_signature_valid']],
  ])('in one character of %s', async (pointer, expected) => {
    const [, part = '', ...steps] = pointer.split('/');
    const path = part === 'record' ? RECORD : `${RECORD}/${part}`;
    const patch = [flipped(await answer(path), `/${steps.join('/')}`)];
    expect(await tampered([{ pathEnd: path, patch }])).toEqual(expected);
  });

  it('in one character of the signature', async () => {
    const text = textOf(valueAt(await answer(`${RECORD}/receipt`), '/registry_signature'));
    const value = text.replace(/.{10}$/, (end) => (end.startsWith('A') ? 'B' : 'A') + end.slice(1));
    const patch = [{ op: 'replace', path: '/registry_signature', value }] as const;
    expect(await tampered([{ pathEnd: '/receipt', patch }])).toEqual(['registry_receipt_signature_valid']);
  });

  it('by a record that another key has signed', async () => {
    const { record, receipt } = sampleAnswers(signingKeyFromSeed('stranger', Buffer.alloc(32, 3)));
    const answers = [
      { pathEnd: RECORD, replaceBy: record },
      { pathEnd: '/receipt', replaceBy: receipt },
    ];
    expect(await tampered(answers)).toEqual(['registry_public_key_present']);
  });

  it('by a key id that is bound to another key, which only the pinned key finds out', async () => {
    const rogue = signingKeyFromSeed(DEV_KEY_ID, Buffer.alloc(32, 3));
    const { record, receipt } = sampleAnswers(rogue);
    const answers = [
      { pathEnd: RECORD, replaceBy: record },
      { pathEnd: '/receipt', replaceBy: receipt },
      { pathEnd: '/keys', patch: [{ op: 'replace', path: '/items', value: keyItems(rogue) }] as const },
    ];
    expect(await tampered(answers, '--trusted-registry-key-id', DEV_KEY_ID)).toEqual([]);
    expect(await tampered(answers, '--trusted-key', TRUSTED)).toEqual(['registry_trust_policy_key_matches']);
  });

  it('by the receipt of another version', async () => {
    const replaceBy = await answer(`/packages/${ID}/1.1.0/receipt`);
    expect(await tampered([{ pathEnd: '/receipt', replaceBy }])).toEqual([
      'registry_package_identity_matches',
      'registry_receipt_id_matches',
      'registry_receipt_signature_valid',
    ]);
  });

  it('by another version than was asked for, properly signed', async () => {
    const other = `/packages/${ID}/1.1.0`;
    const answers = [
      { pathEnd: RECORD, replaceBy: await answer(other) },
      { pathEnd: '/receipt', replaceBy: await answer(`${other}/receipt`) },
    ];
    expect(await tampered(answers)).toEqual(['registry_requested_identity_matches']);
  });

  it('about a key that was revoked', async () => {
    expect(await tampered([{ pathEnd: '/keys', patch: [{ op: 'remove', path: '/items/0' }] }])).toEqual([
      'registry_public_key_present',
    ]);
  });

  it('about what a lock pins, or with the lock of another Registry', async () => {
    const lock = await answer(`${RECORD}/lock`);
    const other = file('other.lock.json', lock);
    expect(await tampered([], '--lock-file', other)).toEqual(['package_lock_registry_matches']);
    const own = { ...lock, registry_url: `${proxy.origin}/registry-api/v1` };
    expect(await tampered([], '--lock-file', file('own.lock.json', own))).toEqual([]);
    const changed = file('changed.lock.json', { ...own, manifest_digest: `sha256:${'0'.repeat(64)}` });
    expect(await tampered([], '--lock-file', changed)).toEqual(['package_lock_matches']);
  });

  it('a key rotation is no lie: the lock holds, with a note', async () => {
    const lock = { ...(await answer(`${RECORD}/lock`)), registry_url: '' };
    proxy.tamperings = [{ pathEnd: '/keys', patch: [{ op: 'replace', path: '/active_key_id', value: 'newer' }] }];
    const run = await runCli([...atRegistry(proxy.origin), '--lock-file', file('rotated.lock.json', lock)]);
    expect(run.exitCode).toBe(0);
    const check = resultOf(run).checks.find(({ name }) => name === 'package_lock_matches');
    expect(check?.detail).toMatch(/registry_active_key_id was .* the lock holds/);
  });

  it('in JSON that nests without end', async () => {
    let deep: JsonObject = {};
    for (let level = 0; level < 3000; level += 1) deep = { deep };
    const record = await answer(RECORD);
    const replaceBy = { ...record, manifest: { ...objectOf(record.manifest), deep } };
    const names = await tampered([{ pathEnd: RECORD, replaceBy }]);
    expect(names).toContain('package_documents_depth_valid');
  });
});

describe('a Registry that changed its keys', () => {
  const next = {
    ANIP_REGISTRY_KEY_ID: 'next-key',
    ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.alloc(32, 8).toString('base64'),
  };

  async function verifyAfter(env: Readonly<Record<string, string>>): Promise<Result> {
    const lock = { ...(await answer(`${RECORD}/lock`)), registry_url: '' };
    const changed = await TestApp.start({ database: app.database, env: { ...next, ...env } });
    const run = await runCli([...atRegistry(changed.origin), '--lock-file', file('before.lock.json', lock)]);
    await changed.close();
    return resultOf(run);
  }

  it('by rotation verifies what the earlier key signed, and its locks', async () => {
    const result = await verifyAfter({});
    expect(result).toMatchObject({ status: 'ok', registry_active_key_id: 'next-key', receipt_key_id: DEV_KEY_ID });
  });

  it('by revocation verifies nothing that the revoked key signed', async () => {
    const { checks } = await verifyAfter({ ANIP_REGISTRY_REVOKED_KEY_IDS: DEV_KEY_ID });
    expect(failedNames(checks)).toEqual(['registry_public_key_present']);
  });
});

describe('anip verify on files', () => {
  it('verifies a local bundle offline, with its lock and its key pinned', async () => {
    const path = file('local.json', sampleBundle(DEV_KEY));
    const run = await runCli(['verify', '--offline', '--package-bundle', path, '--trusted-key', TRUSTED]);
    expect(run.exitCode).toBe(0);
    expect(resultOf(run)).toMatchObject({ source_kind: 'package-bundle', receipt_status: 'verified' });
  });

  it('names what was changed in one', async () => {
    const bundle = sampleBundle(DEV_KEY);
    const path = file('changed.json', applyPatch(bundle, [flipped(bundle, '/lock/lock_kind')]));
    const run = await runCli(['verify', '--package-bundle', path]);
    expect(run.exitCode).toBe(1);
    expect(failedNames(resultOf(run).checks)).toContain('bundle_lock_digest_matches');
  });

  it('reads the record that was downloaded as a bundle, which lacks the receipt', async () => {
    const path = file('record.anip-package.json', await answer(RECORD));
    const run = await runCli(['verify', '--package-bundle', path]);
    expect(run.exitCode).toBe(1);
    expect(failedNames(resultOf(run).checks)).toEqual(['bundle_receipt_present']);
  });

  it('checks a service definition on its own', async () => {
    const path = file('definition.json', demoRequest(DEMO_PACKAGES[0]).service_definition);
    const run = await runCli(['verify', '--definition', path, '--expected-contract-signature', 'x']);
    expect(run.exitCode).toBe(1);
    expect(failedNames(resultOf(run).checks)).toEqual(['expected_contract_signature_matches']);
  });

  it.each([
    ['no JSON', '{', /JSON/],
    ['no bundle', '{}', /no package bundle: it has no service_definition/],
    ['no object', '[]', /a JSON object is expected/],
  ])('ends with 1 for a file that is %s', async (name, content, message) => {
    const run = await runCli(['verify', '--package-bundle', file(`${name}.json`, content)]);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it('ends with 1 for a file that is not there, without a stack', async () => {
    const run = await runCli(['verify', '--definition', join(dir, 'nothing.json')]);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toMatch(/^anip: cannot read \S+nothing.json: no such file or directory\n$/);
  });
});

describe('wrong usage ends with 2', () => {
  it.each([
    ['no source', [], /name a source/],
    ['no package', ['--registry-url', 'http://127.0.0.1:1'], /name the package/],
    ['a package without a version', ['--registry-url', 'http://127.0.0.1:1', '--package', 'a@'], /is not ID@VERSION/],
    ['an address that is none', ['--registry-url', 'nowhere', '--package', 'a@1'], /no http or https URL/],
    [
      'a Registry while offline',
      ['--offline', '--registry-url', 'http://127.0.0.1:1', '--package', 'a@1'],
      /--offline/,
    ],
    ['a key without its id', ['--trusted-key', 'NZ8bIweTW'], /must be KEY_ID=BASE64/],
    ['a key that is none', ['--trusted-key', 'a=b'], /32 bytes in standard base64/],
    ['a blank demand', ['--trusted-registry-key-id', ' '], /must not be blank/],
    ['a format that is none', ['--format', 'xml'], /Allowed choices are json, table/],
    ['an unknown flag', ['--targets', 'x'], /unknown option/],
  ])('%s', async (_, args, message) => {
    const run = await runCli(['verify', ...args]);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it('and help with 0', async () => {
    const run = await runCli(['verify', '--help']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(/Exit codes:\n {2}0 {2}verified/);
    expect(run.stdout).toMatch(/Examples:\n/);
  });
});

describeWithVectors('anip verify on the packages of the reference', (vectors) => {
  /** Its required inputs are not classified, before and after publishing. */
  const ADVISED = { 'jira-fronting-showcase-0.2.0': ['agent_consumption_required_inputs_classified'] } as const;
  const adviceFor = (name: string): readonly string[] => (name in ADVISED ? ADVISED[name as keyof typeof ADVISED] : []);

  it.each(readdirSync(join(vectors, 'bundles')).map((name) => name.replace('.anip-package.json', '')))(
    'a bundle that is older than the execution signature fails by that name: %s',
    async (name) => {
      const run = await runCli(['verify', '--package-bundle', join(vectors, 'bundles', `${name}.anip-package.json`)]);
      expect(run.exitCode).toBe(1);
      const failed = failedNames(resultOf(run).checks);
      expect(failed).toContain('package_execution_signature_present');
      // Its receipt covers no lock digest, though the bundle states one (cli.md section 4, bundle_receipt_signature_matches).
      const older = name === 'gtm-pipeline-q2-review-0.4.1' ? ['bundle_receipt_signature_matches'] : [];
      expect(failed).toHaveLength(1 + adviceFor(name).length + older.length);
    },
  );

  it.each(readdirSync(join(vectors, 'packages')).map((name) => name.replace('.json', '')))(
    'verifies once it is published, if it may be: %s',
    async (name) => {
      const { request, expect: expected } = loadVector(vectors, `packages/${name}.json`) as Readonly<
        Record<string, JsonObject>
      >;
      const published = await app.publisher().publishPackage(request);
      expect(published.status).toBe(expected?.status);
      if (published.status !== 201) return;
      const id = `${textOf(request?.package_id)}@${textOf(request?.package_version)}`;
      const run = await runCli(['verify', '--registry-url', app.origin, '--package', id]);
      expect(failedNames(resultOf(run).checks)).toEqual(adviceFor(name));
      expect(run.exitCode).toBe(adviceFor(name).length === 0 ? 0 : 1);
    },
  );
});
