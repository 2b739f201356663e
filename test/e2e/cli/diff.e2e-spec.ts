import { join } from 'node:path';
import type { ContractDiff } from '../../../src/core/contract-diff/diff-contracts';
import type { JsonValue } from '../../../src/core/json/json-value';
import { DEMO_PACKAGES, demoRequest } from '../../support/demo-requests';
import { publishPackage, setLifecycle } from '../../support/publish';
import { type CliRun, runCli } from '../../support/run-cli';
import { StubServer } from '../../support/stub-server';
import { TestApp } from '../../support/test-app';
import { applyPatch, describeWithVectors, loadVector } from '../../support/vectors';
import { WorkDir } from '../../support/work-dir';
import { type PublishVector, startAppFor } from '../vectors/vector-files';

jest.setTimeout(120_000);

const DEMO_DIR = join(__dirname, '../../../demo');
const [FIRST, SECOND, THIRD] = ['1.0.0', '1.1.0', '2.0.0'].map((version) => `city-library-lending@${version}`) as [
  string,
  string,
  string,
];

describe('anip diff', () => {
  const dir = new WorkDir();
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    for (const name of DEMO_PACKAGES) {
      expect(await app.publisher().publishPackage(demoRequest(name))).toHaveStatus(201);
    }
  });
  afterAll(async () => {
    dir.remove();
    await app.close();
  });

  function diff(from: string, to: string, ...flags: string[]): Promise<CliRun> {
    return runCli(['diff', from, to, '--registry-url', app.origin, ...flags]);
  }

  it('calls a version with a further capability and a further optional input compatible', async () => {
    const run = await diff(FIRST, SECOND);

    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const result = parsed(run);
    expect(run.stdout).toBe(`${JSON.stringify(result, null, 2)}\n`);
    expect(result).toMatchObject({
      diff_schema_version: 'anip-contract-diff/v1',
      verdict: 'compatible',
      compared: 'package',
      from: { package_id: 'city-library-lending', package_version: '1.0.0' },
      to: { package_id: 'city-library-lending', package_version: '1.1.0' },
      capabilities: { added: ['library.reading_list.recommend'], removed: [], changed: ['library.title.search'] },
    });
    const record = (await app.anonymous().get('/packages/city-library-lending/1.0.0')).body as Record<string, unknown>;
    expect(result.from.definition_digest).toBe(record.definition_digest);
  });

  it('calls a version that removes, raises, narrows and demands breaking', async () => {
    const result = parsed(await diff(SECOND, THIRD));

    expect(result.verdict).toBe('breaking');
    expect(breaking(result)).toEqual([
      'library.loan.renew capability.removed',
      'library.loan.request capability.side_effect_raised',
      'library.loan.request input.required_added',
      'library.loan.request input.values_narrowed',
    ]);
  });

  it('counts no download', async () => {
    await diff(FIRST, THIRD);
    const rows = await app.sql<{ count: string }>('SELECT count(*) FROM registry.downloads_daily');

    expect(rows).toEqual([{ count: '0' }]);
  });

  it('answers the same for versions, saved records and the requests that they were published by', async () => {
    const [from, to] = await Promise.all(
      ['1.1.0', '2.0.0'].map(async (version) => {
        const answer = await app.anonymous().get(`/packages/city-library-lending/${version}`);
        return dir.write(`${version}.json`, answer.body);
      }),
    );
    const versions = await diff(SECOND, THIRD);

    expect((await diff(from!, to!)).stdout).toBe(versions.stdout);
    expect((await diff(SECOND, to!)).stdout).toBe(versions.stdout);
    expect((await diff(demoFile('1.1.0'), THIRD)).stdout).toBe(versions.stdout);
    // Files alone need no Registry.
    expect((await runCli(['diff', demoFile('1.1.0'), demoFile('2.0.0')])).stdout).toBe(versions.stdout);
  });

  it('compares a plain definition with a version, and says that only definitions were compared', async () => {
    const definition = dir.write('definition.json', demoRequest('city-library-lending-2.0.0').service_definition);
    const result = parsed(await diff(SECOND, definition));

    expect(result).toMatchObject({ verdict: 'breaking', compared: 'service_definition' });
    expect(breaking(result)).toEqual(breaking(parsed(await diff(SECOND, THIRD))));
    expect(result.to).not.toHaveProperty('package_id');
    expect((await diff(SECOND, definition, '--format', 'table')).stdout).toContain(
      'only the service definitions were compared\n',
    );
    expect(parsed(await diff(THIRD, definition))).toMatchObject({ verdict: 'identical', changes: [] });
  });

  it('finds a version identical to itself, whatever --fail-on says', async () => {
    const run = await diff(FIRST, FIRST, '--fail-on', 'editorial');

    expect(run.exitCode).toBe(0);
    expect(parsed(run)).toMatchObject({ verdict: 'identical', changes: [] });
  });

  it.each([
    [FIRST, SECOND, 'breaking', 0],
    [FIRST, SECOND, 'compatible', 1],
    [FIRST, SECOND, 'editorial', 1],
    [SECOND, THIRD, 'breaking', 1],
    [SECOND, THIRD, 'editorial', 1],
  ])('%s to %s with --fail-on %s exits %i, and prints the result', async (from, to, failOn, exitCode) => {
    const run = await diff(from, to, '--fail-on', failOn);
    const { verdict } = parsed(run);

    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toBe(
      exitCode === 0 ? '' : `anip: the verdict is ${verdict}, which --fail-on ${failOn} does not allow\n`,
    );
  });

  it('prints a table of at most 100 columns with the classes in words', async () => {
    const run = await diff(SECOND, THIRD, '--format=table');
    const lines = run.stdout.split('\n');

    expect(lines.slice(0, 6)).toEqual([
      'city-library-lending@1.1.0 -> city-library-lending@2.0.0',
      'verdict: breaking (4 breaking, 5 compatible, 8 editorial)',
      'capabilities: 0 added, 1 removed, 1 changed',
      '',
      'BREAKING (4)',
      '  library.loan.renew',
    ]);
    expect(lines).toContain('    input.required_added            input "needed_by" was added and is required');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines.filter((line) => /^[A-Z]/.test(line))).toEqual(['BREAKING (4)', 'COMPATIBLE (5)', 'EDITORIAL (8)']);
  });

  it('prints nothing that a terminal obeys', async () => {
    const request = demoRequest('city-library-lending-1.0.0');
    const definition = applyPatch(request.service_definition as JsonValue, [
      { op: 'add', path: '/\u001b[2J', value: '\u202e\u009b31m' },
      { op: 'replace', path: '/capability_formalizations/0/capability_id', value: 'a\u001b]0;x\u0007' },
    ]);
    const file = dir.write('hostile.json', { ...request, package_id: '\u001b[31mred', service_definition: definition });
    const run = await diff(demoFile('1.0.0'), file, '--format', 'table');

    expect(run.exitCode).toBe(0);
    // eslint-disable-next-line no-control-regex
    expect(run.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  it('takes an id with slashes, and reads a yanked version', async () => {
    await publishPackage(app, 'acme/tools/garden', '1.0.0');
    await publishPackage(app, 'acme/tools/garden', '1.0.1', { readme: '# Another' });
    await setLifecycle(app, encodeURIComponent('acme/tools/garden'), '1.0.0', 'yanked');
    const result = parsed(await diff('acme/tools/garden@1.0.0', 'acme/tools/garden@1.0.1'));

    expect(result.verdict).toBe('editorial');
    expect(result.changes.map(({ rule }) => rule)).toEqual(['package.readme_changed']);
  });

  it('exits 1 for a version that does not exist or was taken down', async () => {
    const unknown = await diff(FIRST, 'city-library-lending@9.9.9');
    expect(unknown).toMatchObject({ exitCode: 1, stdout: '' });
    expect(unknown.stderr).toMatch(
      /^anip: http.*\/packages\/city-library-lending\/9\.9\.9 answered 404 PACKAGE_NOT_FOUND: .*\n$/,
    );

    await publishPackage(app, 'gone');
    await setLifecycle(app, 'gone', '1.0.0', 'takedown');
    const gone = await diff(FIRST, 'gone@1.0.0');
    expect(gone).toMatchObject({ exitCode: 1, stdout: '' });
    expect(gone.stderr).toMatch(/^anip: .* answered 410 VERSION_TAKEN_DOWN: .*\n$/);
  });

  it.each([
    ['a file that is not there', 'nowhere.json', /^anip: cannot read nowhere\.json: no such file or directory\n$/],
    ['a file that is no JSON', dir.write('broken.json', '{'), /^anip: .*broken\.json: .*\n$/],
    [
      'a file that is no contract',
      dir.write('other.json', {}),
      /other\.json: neither a package nor a service definition\n$/,
    ],
    ['a word that is no version', 'city-library-lending', /^anip: cannot read city-library-lending: .*\n$/],
  ])('exits 1 for %s', async (_what, word, message) => {
    const run = await diff(word, SECOND);

    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it('takes a version for a version though a file has its name', async () => {
    dir.write(FIRST, {});
    const run = await runCli(['diff', FIRST, FIRST, '--registry-url', app.origin], { cwd: dir.path });

    expect(run.exitCode).toBe(0);
    expect((await runCli(['diff', `./${FIRST}`, FIRST, '--registry-url', app.origin], { cwd: dir.path })).stderr).toBe(
      `anip: ./${FIRST}: neither a package nor a service definition\n`,
    );
  });

  it.each([
    ['a version without a Registry', ['diff', FIRST, SECOND], /is a version at a Registry/],
    ['one operand', ['diff', FIRST], /missing required argument 'to'/],
    ['three operands', ['diff', 'a.json', 'b.json', 'c.json'], /too many arguments/],
    ['an unknown class', ['diff', 'a.json', 'b.json', '--fail-on', 'bad'], /breaking, compatible, editorial/],
    ['an unknown format', ['diff', 'a.json', 'b.json', '--format', 'xml'], /json, table/],
    ['an unknown flag', ['diff', 'a.json', 'b.json', '--loud'], /unknown option '--loud'/],
    ['a Registry that is no URL', ['diff', FIRST, SECOND, '--registry-url', 'ftp://x'], /no http or https URL/],
  ])('exits 2 for %s', async (_what, args, message) => {
    const run = await runCli(args);

    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd()).not.toContain('\n');
  });

  it('exits 3 when the Registry cannot be reached', async () => {
    const run = await runCli(['diff', FIRST, SECOND, '--registry-url', 'http://127.0.0.1:9']);

    expect(run).toMatchObject({ exitCode: 3, stdout: '' });
    expect(run.stderr).toMatch(/could not be reached/);
  });

  it('refuses a Registry that answers another version than it was asked for', async () => {
    const answer = await app.anonymous().get('/packages/city-library-lending/2.0.0');
    const stub = await StubServer.start(() => ({ status: 200, body: answer.body as unknown }));
    const run = await runCli(['diff', FIRST, THIRD, '--registry-url', stub.origin]);
    await stub.close();

    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(`was asked for ${FIRST} and answered "${THIRD}"`);
  });

  it('explains itself', async () => {
    const run = await runCli(['diff', '--help']);

    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/Exit codes:\n {2}0 [^]*Examples:\n {2}anip diff /);
  });
});

describeWithVectors('anip diff over the vectors', (vectors) => {
  it('compares gtm-pipeline 0.4.0 with 0.4.1, as bundles and as versions alike', async () => {
    const names = ['0.4.0', '0.4.1'].map((version) => `gtm-pipeline-q2-review-${version}`);
    const published = names.map((name) => loadVector(vectors, `packages/${name}.json`) as unknown as PublishVector);
    const app = await startAppFor(published[0]!);
    try {
      for (const { request } of published) {
        expect(await app.publisher().publishPackage(request)).toHaveStatus(201);
      }
      const bundles = names.map((name) => join(vectors, `bundles/${name}.anip-package.json`));
      const fromBundles = parsed(await runCli(['diff', ...bundles]));
      const versions = names.map((name) => name.replace(/-(?=[\d.]+$)/, '@'));
      const fromVersions = parsed(await runCli(['diff', ...versions, '--registry-url', app.origin]));

      expect(fromBundles.verdict).toBe('breaking');
      expect(fromBundles.capabilities).toMatchObject({ added: [], removed: [] });
      expect(breaking(fromBundles)).toContain('gtm.account_risk_summary capability.output_changed');
      expect(withoutPublisher(fromVersions)).toEqual(withoutPublisher(fromBundles));
    } finally {
      await app.close();
    }
  });
});

function parsed(run: CliRun): ContractDiff {
  return JSON.parse(run.stdout) as ContractDiff;
}

function breaking({ changes }: ContractDiff): readonly string[] {
  return changes
    .filter((change) => change.class === 'breaking')
    .map(({ capability_id: id, rule }) => `${id ?? ''} ${rule}`);
}

/** The publisher of a version is whom the Registry let in, not who is written in the bundle. */
function withoutPublisher({ changes, ...diff }: ContractDiff): unknown {
  return { ...diff, counts: {}, changes: changes.filter(({ rule }) => rule !== 'package.publisher_changed') };
}

function demoFile(version: string): string {
  return join(DEMO_DIR, `city-library-lending-${version}.request.json`);
}
