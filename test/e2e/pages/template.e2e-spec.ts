import { ACTIVE_HTML, addressesIn, codeBlockWith, missingFrom } from '../../support/page-html';
import { publishTemplate } from '../../support/publish';
import { sampleTemplate } from '../../support/sample-template';
import { TestApp } from '../../support/test-app';

const CONNECTION = {
  idSuffix: 'catalogue',
  display_name: 'Catalogue',
  backend_kind: 'native_api',
  system_kind: 'library_system',
  auth_mode: 'service_delegated',
  endpoint_ref: 'CATALOGUE_URL',
  secret_ref: 'CATALOGUE_TOKEN',
};

describe('the page of a template version', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  async function pageAt(path: string): Promise<string> {
    const answer = await app.anonymous().getPage(`/registry/templates/${path}`);
    expect(answer).toHaveStatus(200);
    expect(answer.text).toContain('ANIP Registry');
    expect(answer.text).not.toMatch(ACTIVE_HTML);
    return answer.text;
  }

  async function publishWith(id: string, template: object): Promise<void> {
    const sample = sampleTemplate(id).template as object;
    const request = sampleTemplate(id, '1.0.0', { template: { ...sample, ...template } });
    expect(await app.publisher().publishTemplate(request)).toHaveStatus(201);
  }

  it('shows what it is about, its documents, and secrets by name only', async () => {
    await publishWith('starter', {
      domain: 'library',
      documents: [
        {
          title: 'Intent',
          kind: 'business_intent',
          filename: 'intent.md',
          content: '# Lend\n\n| a | b |\n|-|-|\n| 1 | 2 |',
        },
      ],
      connections: [CONNECTION],
      capabilityMappings: [
        { idSuffix: 'x', data: { capability_id: 'library.title.search', required_inputs: ['query'] } },
      ],
      discoveryRecords: [
        { operation_id: 'catalogue.find', method: 'GET', path_template: '/find', side_effect_level: 'read' },
      ],
    });
    const html = await pageAt('starter/1.0.0');
    const shown = ['library', 'business intent', '<h4>Lend</h4>', '<th scope="col">a</th>', 'Catalogue'];
    const parts = ['<code>CATALOGUE_TOKEN</code>', 'library.title.search', 'query', 'catalogue.find', 'GET /find'];
    expect(missingFrom(html, [...shown, ...parts])).toEqual([]);
    expect(addressesIn(html)).toContain('/registry-api/v1/templates/starter/1.0.0/download');
    expect(codeBlockWith(html, 'anip template download')).toContain("'starter@1.0.0'");
  });

  it('shows every digest of the record, and the downloads', async () => {
    await publishTemplate(app, 'counted/template');
    await app.anonymous().get('/templates/counted%2Ftemplate/1.0.0/download');
    const html = await pageAt('counted%2Ftemplate/1.0.0');
    const answer = await app.anonymous().get('/templates/counted%2Ftemplate/1.0.0');
    const record = answer.body as Readonly<Record<string, string>>;
    const digests = ['manifest_digest', 'template_digest', 'package_digest'].map(
      (name) => `<code>${record[name] ?? ''}</code>`,
    );
    expect(missingFrom(html, [...digests, '1 download in all.', '1 download in the last 90 days'])).toEqual([]);
  });

  it('is listed among all versions, and says when it is not the latest', async () => {
    for (const version of ['1.0.0', '1.10.0', '1.9.0']) await publishTemplate(app, 'moving', version);
    const list = await pageAt('moving');
    expect(list).toContain('3 immutable versions');
    expect(list).toMatch(/1\.10\.0<\/a> <span class="badge good">latest/);
    expect(await pageAt('moving/1.9.0')).toContain('This is not the latest version');
    expect(await pageAt('moving/1.10.0')).not.toContain('This is not the latest version');
  });

  it('renders hostile documents inert', async () => {
    const content = `<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://tracker.example/p.png) \u202e ${'ß'.repeat(10_000)}`;
    await publishWith('hostile', {
      documents: [{ title: '<img src=x onerror=alert(1)>', filename: 'a.md', content }],
      connections: [{ ...CONNECTION, display_name: '"><svg onload=alert(1)>', endpoint_ref: 'javascript:alert(1)' }],
    });
    const html = await pageAt('hostile/1.0.0');
    expect(html).not.toContain('\u202e');
    for (const address of addressesIn(html)) expect(address).toMatch(/^(?:\/|#|http:\/\/127\.0\.0\.1)/);
  });

  it.each(['unknown', 'unknown/1.0.0'])('is a 404 for %s', async (path) => {
    expect(await app.anonymous().getPage(`/registry/templates/${path}`)).toHaveErrorCode('TEMPLATE_NOT_FOUND', 404);
  });
});
