import { generateKeyPairSync } from 'node:crypto';
import { statSync } from 'node:fs';
import { DEV_KEY_ID } from '../../../src/config/dev-signer';
import { digestOf } from '../../../src/core/digest';
import { canonicalBytes } from '../../../src/core/json/canonical-json';
import { textOf, type JsonObject } from '../../../src/core/json/json-value';
import { DEMO_PACKAGES, demoRequest } from '../../support/demo-requests';
import { ed25519KeyFromRaw, failedChecks } from '../../support/independent-verifier';
import { type CliRun, runCli } from '../../support/run-cli';
import { PUBLISH_TOKEN, TestApp } from '../../support/test-app';
import { WorkDir } from '../../support/work-dir';

jest.setTimeout(60_000);

const SAMPLE = 'city-library-lending-1.0.0';
/** RFC 8032 section 7.1, test 1. */
const SEED = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
const PUBLIC_KEY = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';

describe('anip package build-local', () => {
  const dir = new WorkDir();
  afterAll(() => dir.remove());

  function build(...flags: string[]): Promise<CliRun> {
    return runCli(['package', 'build-local', ...flags]);
  }

  function partsOf(request: Readonly<Record<string, unknown>>): string[] {
    return [
      ...['--definition', dir.write('definition.json', request.service_definition)],
      ...['--manifest', dir.write('manifest.json', request.manifest)],
      ...['--lock', dir.write('lock.json', request.recommended_lock)],
    ];
  }

  describe.each(DEMO_PACKAGES)('of %s', (name) => {
    it('is proven by a verifier that shares no code, verifies offline, and can be published', async () => {
      const file = dir.file(`${name}.anip-package.json`);
      const key = dir.write('seed', SEED.toString('base64'));
      const request = dir.write('request.json', demoRequest(name));
      const run = await build('--request', request, '--signing-key-file', key, '--key-id', 'team-a', '--output', file);
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      const bundle = JSON.parse(dir.read(`${name}.anip-package.json`)) as Record<string, JsonObject>;
      expect(independentFaults(bundle)).toEqual([]);

      const verified = await runCli(['verify', '--package-bundle', file, '--format', 'json']);
      expect(verified.stderr).toBe('');
      const result = JSON.parse(verified.stdout) as JsonObject;
      expect((result.checks as JsonObject[]).filter(({ status }) => status !== 'pass')).toEqual([]);
      expect([verified.exitCode, result.status, result.receipt_status]).toEqual([0, 'ok', 'verified']);

      const app = await TestApp.start();
      const published = await runCli(
        ['package', 'publish-bundle', '--package-bundle', file, '--registry-url', app.origin],
        { env: { ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN } },
      );
      await app.close();
      expect(published.exitCode).toBe(0);
      const { package: record } = JSON.parse(published.stdout) as { package: JsonObject };
      const digests = ['manifest_digest', 'definition_digest', 'lock_digest', 'package_execution_signature'];
      for (const digest of digests) expect(record[digest]).toBe(bundle.package?.[digest]);
    });
  });

  it('makes a portable bundle of the contract’s shape', async () => {
    const run = await build(
      '--request',
      dir.write('request.json', demoRequest(SAMPLE)),
      '--issued-at',
      '2026-10-01T12:00:00Z',
    );
    const bundle = JSON.parse(run.stdout) as Record<string, JsonObject>;
    expect(Object.keys(bundle)).toEqual([
      'bundle_schema_version',
      'authority',
      'publication',
      'package',
      'receipt',
      'lineage',
      'manifest',
      'service_definition',
      'lock',
      'registry_keys',
      'digests',
    ]);
    expect(bundle).toMatchObject({
      bundle_schema_version: 'anip-package-bundle/v1',
      authority: 'local-studio',
      publication: { published_at: '2026-10-01T12:00:00Z', publisher_id: 'local-studio', publisher_type: 'local' },
      package: { package_id: 'city-library-lending', lifecycle: { status: 'active' }, download_count: 0 },
      receipt: { key_id: DEV_KEY_ID, issued_at: '2026-10-01T12:00:00Z', authority: 'local-studio' },
      registry_keys: [{ key_id: DEV_KEY_ID, algorithm: 'ed25519' }],
    });
    expect(bundle.digests).toEqual({
      manifest: digestOf(bundle.manifest ?? {}),
      service_definition: digestOf(bundle.service_definition ?? {}),
      lock: digestOf(bundle.lock ?? {}),
      receipt: bundle.receipt?.receipt_id,
      package_execution: bundle.package?.package_execution_signature,
    });
    expect(run.stdout).not.toMatch(/[<>&]/);
  });

  it('warns when the development key signs', async () => {
    const run = await build(
      '--request',
      dir.write('request.json', demoRequest(SAMPLE)),
      '--output',
      dir.file('dev.json'),
    );
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(/^warning: signing with the development key [^\n]*\n$/);
    expect(run.stdout).toBe(
      `wrote the bundle of city-library-lending@1.0.0, signed by ${DEV_KEY_ID}, to ${dir.file('dev.json')}\n`,
    );
    expect(statSync(dir.file('dev.json')).mode & 0o777).toBe(0o600);
  });

  it('gives the same bytes for the same parts and time', async () => {
    const identity = ['--package-id=same', '--package-version=1.0.0', '--project-ref=p', '--product-revision-ref=r'];
    const flags = [...partsOf(demoRequest(SAMPLE)), ...identity, '--developer-revision-ref=d'];
    const time = ['--issued-at', '2026-10-01T12:00:00Z'];
    const [first, second] = await Promise.all([build(...flags, ...time), build(...flags, ...time)]);
    expect(first.exitCode).toBe(0);
    expect(second.stdout).toBe(first.stdout);
  });

  it('takes the identity from flags, then from the documents', async () => {
    const request = demoRequest(SAMPLE);
    const lineage = {
      project_ref: 'studio:p',
      product_revision: { ref: 'product@r1' },
      developer_revision: { ref: 'developer@r1' },
    };
    const manifest = { ...(request.manifest as JsonObject), package_id: 'from-manifest', version: '3.0.0' };
    const bundle = await build(
      ...partsOf({ ...request, manifest }),
      ...['--lineage', dir.write('lineage.json', lineage), '--readme', dir.write('README.md', '# Read me\n')],
      ...['--project-ref', 'flag:project', '--publisher-id', 'team-a', '--publisher-type', 'team'],
    );
    expect(bundle.exitCode).toBe(0);
    const { package: record } = JSON.parse(bundle.stdout) as { package: JsonObject };
    const definition = request.service_definition as { compiled_contract_identity?: { signature?: string } };
    expect(record).toMatchObject({
      package_id: 'from-manifest',
      package_version: '3.0.0',
      project_ref: 'flag:project',
      product_revision_ref: 'product@r1',
      developer_revision_ref: 'developer@r1',
      contract_signature: definition.compiled_contract_identity?.signature ?? record.definition_digest,
      publisher_id: 'team-a',
      publisher_type: 'team',
      readme: '# Read me',
      lineage,
    });
  });

  describe('the signing key', () => {
    it.each<[string, string[], string]>([
      ['a seed', ['--key-id', 'rfc-8032'], SEED.toString('base64')],
      [
        'a private key',
        ['--key-id', 'rfc-8032'],
        Buffer.concat([SEED, Buffer.from(PUBLIC_KEY, 'base64')]).toString('base64'),
      ],
      [
        'the lines of the key generator',
        [],
        `ANIP_REGISTRY_KEY_ID=rfc-8032\nANIP_REGISTRY_ED25519_PRIVATE_KEY=${SEED.toString('base64')}\n# x\n`,
      ],
      ['its JSON', [], JSON.stringify({ key_id: 'rfc-8032', private_key: SEED.toString('base64') })],
    ])('may be %s', async (_, flags, content) => {
      const run = await build(
        '--request',
        dir.write('request.json', demoRequest(SAMPLE)),
        '--signing-key-file',
        dir.write('key', content),
        ...flags,
      );
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      const bundle = JSON.parse(run.stdout) as Record<string, JsonObject>;
      expect(bundle.registry_keys).toEqual([{ key_id: 'rfc-8032', algorithm: 'ed25519', public_key: PUBLIC_KEY }]);
      expect(independentFaults(bundle)).toEqual([]);
    });

    it('may be what anip-registry-keygen prints', async () => {
      const generated = await runCli(['--key-id', 'generated', '--json'], { entry: 'src/cli/keygen.ts' });
      const run = await build(
        '--request',
        dir.write('request.json', demoRequest(SAMPLE)),
        '--signing-key-file',
        dir.write('key.json', generated.stdout),
      );
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      const { public_key } = JSON.parse(generated.stdout) as { public_key: string };
      expect((JSON.parse(run.stdout) as JsonObject).registry_keys).toMatchObject([{ key_id: 'generated', public_key }]);
    });

    it.each<[string, string[], string, number]>([
      ['without a key id', [], SEED.toString('base64'), 2],
      ['under a key id with a colon', ['--key-id', 'a:b'], SEED.toString('base64'), 2],
      ['that is no base64', ['--key-id', 'a'], 'super-secret-text!', 1],
      ['of another length', ['--key-id', 'a'], Buffer.from('super-secret-text').toString('base64'), 1],
      ['of halves that do not belong together', ['--key-id', 'a'], Buffer.alloc(64, 7).toString('base64'), 1],
      [
        'of another kind',
        ['--key-id', 'a'],
        generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        1,
      ],
      ['in broken JSON', ['--key-id', 'a'], '{"private_key": "super-secret-text"', 1],
    ])('is refused %s, and never shown', async (_, flags, content, exitCode) => {
      const run = await build(
        '--request',
        dir.write('request.json', demoRequest(SAMPLE)),
        '--signing-key-file',
        dir.write('key', content),
        ...flags,
      );
      expect(run).toMatchObject({ exitCode, stdout: '' });
      expect(run.stderr).toMatch(/^anip: [^\n]*\n$/);
      expect(run.stderr).not.toContain(content.slice(0, 12));
    });
  });

  describe('refuses', () => {
    it('a part that breaks a rule, by its code, and writes nothing', async () => {
      const request = { ...demoRequest(SAMPLE), recommended_lock: { business_effects: [] } };
      const run = await build('--request', dir.write('request.json', request), '--output', dir.file('refused.json'));
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toContain('anip: city-library-lending@1.0.0: BUSINESS_EFFECT_INVALID: ');
      expect(dir.names()).not.toContain('refused.json');
    });

    it('parts without an identity', async () => {
      const run = await build(...partsOf({ ...demoRequest(SAMPLE), manifest: { anip_spec_version: 'anip/0.24' } }));
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toMatch(
        /^anip: a package without id or version \(give --package-id .*: IDENTITY_REQUIRED: package_id /m,
      );
    });

    it.each<[string, string[]]>([
      ['no parts', []],
      ['a time of another form', ['--request', 'R', '--issued-at', '2026-10-01']],
      ['a time that does not exist', ['--request', 'R', '--issued-at', '2026-02-30T00:00:00Z']],
    ])('%s as wrong usage', async (_, flags) => {
      expect(await build(...flags)).toMatchObject({ exitCode: 2, stdout: '' });
    });
  });
});

function independentFaults(bundle: Readonly<Record<string, JsonObject>>): string[] {
  const { package: record = {}, receipt = {}, manifest = {}, service_definition = {}, lock = {}, lineage } = bundle;
  const [key] = bundle.registry_keys as unknown as { key_id: string; public_key: string }[];
  const text = (name: string): string => textOf(record[name]);
  return failedChecks(
    {
      packageId: text('package_id'),
      packageVersion: text('package_version'),
      contractSignature: text('contract_signature'),
      publisherId: text('publisher_id'),
      publisherType: text('publisher_type'),
      publishedAt: text('published_at'),
      manifest: canonicalBytes(manifest),
      serviceDefinition: canonicalBytes(service_definition),
      recommendedLock: canonicalBytes(lock),
      lineage: lineage === undefined ? undefined : canonicalBytes(lineage),
      manifestDigest: text('manifest_digest'),
      definitionDigest: text('definition_digest'),
      lockDigest: text('lock_digest'),
      packageExecutionSignature: text('package_execution_signature'),
      receiptId: textOf(receipt.receipt_id),
      registrySignature: textOf(receipt.registry_signature),
    },
    new Map([[String(key?.key_id), ed25519KeyFromRaw(Buffer.from(key?.public_key ?? '', 'base64'))]]),
  );
}
