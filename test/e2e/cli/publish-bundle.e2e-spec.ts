import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../../src/core/json/canonical-json';
import { textOf, type JsonObject } from '../../../src/core/json/json-value';
import { DEMO_PACKAGES, demoRequest, samplePackage } from '../../support/demo-requests';
import { publishPackage, setLifecycle } from '../../support/publish';
import { type CliRun, runCli } from '../../support/run-cli';
import { sampleBundle } from '../../support/sample-bundle';
import { PUBLISH_TOKEN, TestApp } from '../../support/test-app';
import { describeWithVectors } from '../../support/vectors';
import { WorkDir } from '../../support/work-dir';
import { publishVectors, startAppFor } from '../vectors/vector-files';

jest.setTimeout(60_000);

interface PublishAnswer {
  readonly publication: JsonObject;
  readonly package: JsonObject;
  readonly receipt: JsonObject;
}

describe('anip package publish-bundle', () => {
  const dir = new WorkDir();
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(async () => {
    dir.remove();
    await app.close();
  });

  function publish(bundle: unknown, ...flags: string[]): Promise<CliRun> {
    const file = dir.write('bundle.json', bundle);
    return runCli(['package', 'publish-bundle', '--package-bundle', file, '--registry-url', app.origin, ...flags], {
      env: { ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN },
    });
  }

  it('publishes a bundle, and prints the answer of the Registry', async () => {
    const run = await publish(sampleBundle('first'));
    expect(run).toMatchObject({ exitCode: 0 });
    const answer = JSON.parse(run.stdout) as PublishAnswer;
    expect(run.stdout).toBe(`${JSON.stringify(answer, null, 2)}\n`);
    expect(answer.package).toEqual((await app.anonymous().get('/packages/first/1.0.0')).body);
    expect(answer.receipt).toEqual((await app.anonymous().get('/packages/first/1.0.0/receipt')).body);
    expect(answer.package.publisher_id).toBe('local-registry');
    expect(run.stderr).toMatch(
      /^publishing first@1\.0\.0 \(\d+ bytes\) to http:.*\/publications \.\.\.\npublished first@1\.0\.0\n$/,
    );
    expect(run.stdout + run.stderr).not.toContain(PUBLISH_TOKEN);
  });

  it('succeeds again for the same content, whoever signed the bundle and when, with the same answer', async () => {
    const first = await publish(sampleBundle('again'));
    const second = await publish(sampleBundle('again', {}, { publishedAt: '2020-01-01T00:00:00Z' }));
    expect(second.exitCode).toBe(0);
    expect(second.stderr).toContain('again@1.0.0 is already published, identical\n');
    expect(JSON.parse(second.stdout)).toEqual(JSON.parse(first.stdout));
    expect(await app.sql(`SELECT 1 FROM registry.package_versions WHERE package_id = 'again'`)).toHaveLength(1);
  });

  it('fails for other content under the same version, and shows both', async () => {
    await publish(sampleBundle('other'));
    const stored = (await app.anonymous().get('/packages/other/1.0.0')).body as JsonObject;
    const changed = sampleBundle('other', { readme: 'Another README', contract_signature: 'sha256:other' });
    const run = await publish(changed);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    const ours = changed.package as JsonObject;
    expect(run.stderr).toContain('anip: other@1.0.0 exists with other content: ');
    for (const name of ['contract_signature', 'manifest_digest']) {
      expect(run.stderr).toContain(`${name} here ${textOf(ours[name])}, stored ${textOf(stored[name])}`);
    }
    expect(run.stderr).not.toContain('definition_digest');
  });

  it('does not take a look-alike or a taken-down version for the same', async () => {
    await publishPackage(app, 'look-alike');
    const lookAlike = await publish(sampleBundle('look_alike'));
    expect(lookAlike).toMatchObject({ exitCode: 1, stdout: '' });
    expect(lookAlike.stderr).toContain('409 ARTIFACT_ID_TAKEN');
    await publishPackage(app, 'gone');
    await setLifecycle(app, 'gone', '1.0.0', 'takedown');
    const gone = await publish(sampleBundle('gone'));
    expect(gone).toMatchObject({ exitCode: 1, stdout: '' });
    expect(gone.stderr).toContain('410 VERSION_TAKEN_DOWN');
  });

  it('takes a record of another Registry, as download serves it', async () => {
    await publishPackage(app, 'moved');
    const record = await app.anonymous().get('/packages/moved/1.0.0/download');
    const run = await publish(record.text);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toContain('already published, identical');
  });

  it('reads an answer of more than 1 MiB', async () => {
    const request = samplePackage({ package_id: 'large' });
    const notes = Array.from({ length: 1800 }, (_, index) => `${index} ${'é'.repeat(500)}`);
    const definition = { ...(request.service_definition as JsonObject), notes };
    const run = await publish(sampleBundle('large', { service_definition: definition }));
    expect(run.exitCode).toBe(0);
    expect(Buffer.byteLength(run.stdout)).toBeGreaterThan(1_800_000);
  });

  it('keeps numbers as they are: -0 is not 0', async () => {
    const request = samplePackage({ package_id: 'minus-zero' });
    const definition = { ...(request.service_definition as JsonObject), offset: -0, ratio: 1e-7 };
    const bundle = sampleBundle('minus-zero', { service_definition: definition });
    const run = await publish(canonicalJson(bundle));
    expect(run.exitCode).toBe(0);
    expect((JSON.parse(run.stdout) as PublishAnswer).package.definition_digest).toBe(
      (bundle.package as JsonObject).definition_digest,
    );
    const made = await runCli(['package', 'publish-bundle', '--package-bundle', dir.file('bundle.json')]);
    expect(made.stdout).toContain('"offset": -0,');
  });

  describe('without a Registry', () => {
    it.each(DEMO_PACKAGES)('prints the request of %s', async (name) => {
      const request = demoRequest(name);
      const bundle = sampleBundle(textOf(request.package_id), request);
      const file = dir.write('bundle.json', bundle);
      const run = await runCli(['package', 'publish-bundle', '--package-bundle', file]);
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(run.stdout).not.toMatch(/[<>&\u2028\u2029]/);
      const record = bundle.package as JsonObject;
      expect(JSON.parse(run.stdout)).toEqual({
        ...request,
        publisher_id: 'somebody',
        publisher_type: 'local',
        schema_version: 'anip-service-definition/v1',
        readme: record.readme,
        manifest: record.manifest,
        recommended_lock: record.recommended_lock,
      });
    });

    it('writes it for the owner only, and says so in one line', async () => {
      const bundle = dir.write('bundle.json', sampleBundle('written'));
      const output = dir.file('request.json');
      const run = await runCli(['package', 'publish-bundle', '-package-bundle', bundle, `-output=${output}`]);
      expect(run).toEqual({
        exitCode: 0,
        stdout: `wrote the publish request of written@1.0.0 to ${output}\n`,
        stderr: '',
      });
      expect(statSync(output).mode & 0o777).toBe(0o600);
      expect(dir.read('request.json')).toMatch(/^\{\n {2}"package_id": "written",\n[^]*\n\}\n$/);
      expect(await app.publisher().publishPackage(dir.read('request.json'))).toHaveStatus(201);
    });
  });

  describe('refuses', () => {
    it.each<[string, string[], string]>([
      ['a missing bundle flag', [], "required option '--package-bundle <file>'"],
      [
        '--output with a Registry',
        ['--package-bundle', 'B', '--registry-url', 'http://h', '--output', 'o'],
        '--output',
      ],
      ['no token', ['--package-bundle', 'B', '--registry-url', 'http://h'], 'ANIP_REGISTRY_PUBLISH_TOKEN'],
      ['a blank URL', ['--package-bundle', 'B', '--registry-url', '', '--publish-token', 'secret-1'], 'http or https'],
      ['no URL at all', ['--package-bundle', 'B', '--registry-url', 'host', '--publish-token', 'secret-1'], '"host"'],
      [
        'a password in the URL',
        ['--package-bundle', 'B', '--registry-url', 'http://u:secret-1@h', '--publish-token', 't'],
        'user info',
      ],
      [
        'a token that is no header',
        ['--package-bundle', 'B', '--registry-url', 'http://h', '--publish-token', 'secret-1\nX: y'],
        'printable',
      ],
      [
        'two tokens',
        [
          '--package-bundle',
          'B',
          '--registry-url',
          'http://h',
          '--publish-token',
          'secret-1',
          '--publish-token-file',
          'f',
        ],
        'exclude',
      ],
      ['an unknown flag', ['--package-bundle', 'B', '--nonsense'], '--nonsense'],
      ['a stray argument', ['--package-bundle', 'B', 'stray'], 'argument'],
    ])('%s as wrong usage, before it reads a file', async (_, flags, named) => {
      const run = await runCli(['package', 'publish-bundle', ...flags]);
      expect(run).toMatchObject({ exitCode: 2, stdout: '' });
      expect(run.stderr).toMatch(/^anip: [^\n]*\n$/);
      expect(run.stderr).toContain(named);
      expect(run.stderr).not.toContain('secret-1');
    });

    it.each<[string, Readonly<Record<string, unknown>>]>([
      ['package_id', { package: { package_id: ' ' } }],
      ['contract_signature', { package: { contract_signature: 7 }, publication: {}, lineage: {} }],
      ['manifest', { manifest: {}, package: { manifest: [] } }],
      ['recommended_lock', { lock: {}, package: { recommended_lock: {} } }],
    ])('a bundle without %s by name, before any network is used', async (name, changes) => {
      const bundle = sampleBundle('incomplete') as Record<string, JsonObject>;
      const record = { ...bundle.package, lineage: {}, ...(changes.package as JsonObject) };
      const file = dir.write('bundle.json', { ...bundle, ...changes, package: record });
      const run = await runCli(
        ['package', 'publish-bundle', '--package-bundle', file, '--registry-url', 'http://127.0.0.1:9'],
        { env: { ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN } },
      );
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toMatch(new RegExp(`^anip: [^\\n]*: ${name} is missing[^\\n]*\\n$`));
    });

    it('what the Registry refuses, in its words', async () => {
      const wrongToken = await publish(sampleBundle('refused'), '--publish-token', 'another-token');
      expect(wrongToken).toMatchObject({ exitCode: 1, stdout: '' });
      expect(wrongToken.stderr).toContain('401 PUBLISH_TOKEN_INVALID: ');
      expect(wrongToken.stderr).not.toContain('another-token');
      const bundle = sampleBundle('refused') as Record<string, JsonObject>;
      const manifest = { ...bundle.manifest, anip_spec_version: 'anip/0.99' };
      const wrongLevel = await publish({ ...bundle, manifest });
      expect(wrongLevel).toMatchObject({ exitCode: 1, stdout: '' });
      expect(wrongLevel.stderr).toContain('400 SPEC_VERSION_UNSUPPORTED: ');
      expect(await app.sql(`SELECT 1 FROM registry.package_versions WHERE package_id = 'refused'`)).toEqual([]);
    });

    it('a request that no Registry takes, before it is sent', async () => {
      const bundle = sampleBundle('too-large') as Record<string, JsonObject>;
      const run = await publish({ ...bundle, manifest: { ...bundle.manifest, notes: 'x'.repeat(5_242_880) } });
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toMatch(
        /^anip: the request of too-large@1\.0\.0 has \d+ bytes; a Registry takes at most 5242880\n$/,
      );
    });
  });

  it('takes the token from a file, and shows no way to put it on the command line', async () => {
    const token = dir.write('token', `${PUBLISH_TOKEN}\n`);
    const bundle = dir.write('bundle.json', sampleBundle('by-file'));
    const run = await runCli(
      [
        'package',
        'publish-bundle',
        '--package-bundle',
        bundle,
        '--registry-url',
        `${app.origin}/registry-api/v1/`,
        '--publish-token-file',
        token,
      ],
      { env: { ANIP_REGISTRY_PUBLISH_TOKEN: 'the file goes before this' } },
    );
    expect(run).toMatchObject({ exitCode: 0 });
    const help = await runCli(['package', 'publish-bundle', '--help']);
    expect(help).toMatchObject({ exitCode: 0, stderr: '' });
    expect(help.stdout).not.toMatch(/--publish-token\b(?!-file)/);
    expect(help.stdout).toMatch(/Exit codes:[^]*Examples:\n {2}anip package publish-bundle /);
  });
});

describeWithVectors('anip package publish-bundle on the bundles of the reference', (vectorsDir) => {
  const bundles = readdirSync(join(vectorsDir, 'bundles')).sort();
  const requestFiles = new Map(publishVectors(vectorsDir, 'packages').map(({ file, vector }) => [file, vector]));

  it('are all there', () => {
    expect(bundles).toHaveLength(7);
  });

  it.each(bundles)('makes the request that the reference makes of %s, and publishes it', async (file) => {
    const vector = requestFiles.get(file.replace('.anip-package.json', '.json'));
    if (vector?.expect.status !== 201) throw new Error('every bundle is of an accepted package');
    const command = ['package', 'publish-bundle', '--package-bundle', join(vectorsDir, 'bundles', file)];
    const made = await runCli(command);
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(made.stdout)).toEqual(vector.request);

    const app = await startAppFor(vector);
    const published = await runCli([...command, '--registry-url', app.origin], {
      env: { ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN },
    });
    await app.close();
    expect(published).toMatchObject({ exitCode: 0 });
    const { record, publication, receipt } = vector.expect;
    expect(JSON.parse(published.stdout)).toEqual({ publication, package: record, receipt });
  });
});
