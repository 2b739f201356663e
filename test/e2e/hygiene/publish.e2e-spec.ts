import type { HygieneHit } from '../../../src/core/hygiene/hygiene-report';
import { samplePackage } from '../../support/demo-requests';
import { runCli } from '../../support/run-cli';
import { sampleTemplate } from '../../support/sample-template';
import { type LogLine, PUBLISH_TOKEN, takeLogs, TestApp } from '../../support/test-app';
import { WorkDir } from '../../support/work-dir';
import { MadeUpValues } from '../../hygiene/made-up-values';

jest.setTimeout(60_000);

const values = new MadeUpValues(7);
const GITHUB_TOKEN = values.fill('{{github ghp_}}');
const PASSWORD = values.fill('{{base62 16}}');
const README = `# Orders\n\nexport TOKEN=${GITHUB_TOKEN}\n\nThen open http://localhost:3000/.\n`;
const DSN = `postgres://app:${PASSWORD}@db.example.com/orders`;
const LINKS = [{ title: 'Code', url: 'https://git.internal/orders' }];
const RULES = ['github-token', 'private-url', 'private-source-link', 'url-credentials'];

interface Refusal {
  readonly detail: string;
  readonly details: { readonly hits: readonly HygieneHit[]; readonly total: number };
}

function unclean(): Record<string, unknown> {
  const { manifest, ...rest } = samplePackage();
  return { ...rest, readme: README, source_links: LINKS, manifest: { ...(manifest as object), storage: { dsn: DSN } } };
}

/** The line about a request is written a moment after the client has its answer. */
async function logged(): Promise<readonly LogLine[]> {
  await new Promise((resolve) => setTimeout(resolve, 30));
  return takeLogs();
}

function expectNoSecret(text: string): void {
  for (const secret of [GITHUB_TOKEN.slice(4), PASSWORD]) {
    for (let at = 0; at + 6 <= secret.length; at += 1) expect(text).not.toContain(secret.slice(at, at + 6));
  }
}

describe('hygiene at publish', () => {
  let app: TestApp;

  beforeEach(() => void takeLogs());
  afterEach(() => app.close());

  it('refuses a package with all hits at once, stores nothing, and lets no secret out', async () => {
    app = await TestApp.start();
    const before = await app.rowCounts();
    const answer = await app.publisher().publishPackage(unclean());
    expect(answer).toHaveErrorCode('HYGIENE_VIOLATION', 400);
    const { details, detail } = answer.body as Refusal;
    expect(details.total).toBe(4);
    expect(details.hits).toEqual([
      expect.objectContaining({ rule: 'github-token', pointer: '/readme', line: 3, excerpt: 'ghp_… (40 characters)' }),
      expect.objectContaining({ rule: 'private-url', pointer: '/readme', line: 5, excerpt: 'http://localhost' }),
      expect.objectContaining({ rule: 'private-source-link', pointer: '/source_links/0/url' }),
      expect.objectContaining({ rule: 'url-credentials', pointer: '/manifest/storage/dsn' }),
    ]);
    for (const rule of RULES) expect(detail).toContain(rule);
    expect(details.hits.every(({ fix }) => fix.length > 20)).toBe(true);
    expect(await app.rowCounts()).toEqual(before);

    const metrics = await app.anonymous().get('/metrics');
    expectNoSecret(JSON.stringify([answer.body, answer.headers, await logged()]) + metrics.text);
  });

  it('refuses a secret before a rule whose message would quote it', async () => {
    app = await TestApp.start();
    const link = { title: 'Code', url: `https ://ada:${PASSWORD}@example.com/ https://ada:${PASSWORD}@example.com/` };
    const answer = await app.publisher().publishPackage({ ...samplePackage(), source_links: [link] });
    expect(answer).toHaveErrorCode('HYGIENE_VIOLATION', 400);
    expectNoSecret(JSON.stringify([answer.body, await logged()]));
  });

  it('refuses a template, in its manifest, its body and what the envelope adds', async () => {
    app = await TestApp.start();
    const request = sampleTemplate('sample-template', '1.0.0', { template: { notes: '/home/ada/notes.md' } });
    const { manifest, template } = request;
    const envelope = { manifest, template, origin: 'file:///srv/templates/a.json' };
    const answer = await app.publisher().publishTemplate({ ...request, package: envelope });
    expect(answer).toHaveErrorCode('HYGIENE_VIOLATION', 400);
    expect((answer.body as Refusal).details.hits.map(({ pointer }) => pointer)).toEqual([
      '/template/notes',
      '/package/origin',
    ]);
  });

  it('publishes with a warning that names rule and place, and counts each hit', async () => {
    app = await TestApp.start({ env: { ANIP_REGISTRY_HYGIENE: 'warn' } });
    expect(await app.publisher().publishPackage(unclean())).toHaveStatus(201);
    expect(await app.publisher().publishTemplate(sampleTemplate())).toHaveStatus(201);
    const lines = await logged();
    expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
      {
        'package.id': 'city-library-lending',
        hits_total: 4,
        hits: expect.arrayContaining([{ rule: 'github-token', pointer: '/readme', line: 3 }]) as unknown,
      },
    ]);
    const metrics = await app.anonymous().get('/metrics');
    for (const rule of RULES) {
      expect(metrics.text).toContain(`anip_registry_hygiene_warnings_total{kind="package",rule="${rule}"} 1`);
    }
    expectNoSecret(JSON.stringify(lines) + metrics.text);
  });

  it('does not look when it is switched off', async () => {
    app = await TestApp.start({ env: { ANIP_REGISTRY_HYGIENE: 'off' } });
    expect(await app.publisher().publishPackage(unclean())).toHaveStatus(201);
    expect((await logged()).filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('is shown by the command line before anything is sent', async () => {
    app = await TestApp.start({ env: { ANIP_REGISTRY_HYGIENE: 'off' } });
    const dir = new WorkDir();
    const request = dir.write('request.json', unclean());
    const refused = await runCli(['package', 'build-local', '--request', request]);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    for (const rule of RULES) expect(refused.stderr).toContain(`hygiene: ${rule} at /`);
    expect(refused.stderr).toContain('HYGIENE_VIOLATION');

    const bundle = dir.file('bundle.json');
    const built = await runCli([
      'package',
      'build-local',
      '--request',
      request,
      '--hygiene',
      'off',
      '--output',
      bundle,
    ]);
    expect(built.exitCode).toBe(0);
    const published = await runCli(
      ['package', 'publish-bundle', '--package-bundle', bundle, '--registry-url', app.origin],
      { env: { ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN } },
    );
    expect(published.exitCode).toBe(0);
    for (const rule of RULES) expect(published.stderr).toContain(`hygiene: ${rule} at /`);
    expectNoSecret(refused.stderr + published.stderr);
    dir.remove();
  });
});
