import type { JsonObject } from '../../../src/core/json/json-value';
import { RULES } from '../../../src/core/contract-diff/rules';
import { demoRequest } from '../../support/demo-requests';
import { ACTIVE_HTML, addressesIn, decodeHtml, missingFrom } from '../../support/page-html';
import { publishPackage, setLifecycle } from '../../support/publish';
import { TestApp } from '../../support/test-app';

const BROWSER = 'text/html';
const ID = 'city-library-lending';

describe('the comparison of two versions', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    await app.empty();
    for (const version of ['1.0.0', '1.1.0', '2.0.0']) {
      expect(await app.publisher().publishPackage(demoRequest(`${ID}-${version}`))).toHaveStatus(201);
    }
  });
  afterAll(() => app.close());

  async function pageAt(path: string, status = 200): Promise<string> {
    const answer = await app.anonymous().getPage(`/registry/packages/${path}`).set('Accept', BROWSER);
    expect(answer).toHaveStatus(status);
    expect(answer.text).toContain('ANIP Registry');
    expect(answer.text).not.toMatch(ACTIVE_HTML);
    return answer.text;
  }

  it('is answered as JSON', async () => {
    const answer = await app.anonymous().get(`/packages/${ID}/compare/1.1.0/2.0.0`);
    expect(answer).toHaveStatus(200);
    expect(answer.body).toMatchObject({
      diff_schema_version: 'anip-contract-diff/v1',
      verdict: 'breaking',
      from: { package_id: ID, package_version: '1.1.0' },
      to: { package_id: ID, package_version: '2.0.0' },
      capabilities: { removed: ['library.loan.renew'] },
    });
    const again = app.anonymous().get(`/packages/${ID}/compare/1.1.0/2.0.0`);
    expect(await again.set('If-None-Match', answer.headers.etag as string)).toHaveStatus(304);
  });

  it('is shown with the verdict in words, and each change with class, rule, before and after', async () => {
    const html = await pageAt(`${ID}/compare/1.1.0/2.0.0`);
    const answer = await app.anonymous().get(`/packages/${ID}/compare/1.1.0/2.0.0`);
    const changes = (answer.body as { changes: readonly { rule: string; summary: string; class: string }[] }).changes;
    expect(html).toContain('Breaking: who depends on the older version must look');
    const shown = changes.flatMap(({ rule, summary }) => [
      summary,
      RULES.find(({ id }) => id === rule)?.title ?? '',
      `href="/registry/docs/contract-diff#rule-${rule}"`,
    ]);
    expect(missingFrom(decodeHtml(html), shown)).toEqual([]);
    expect(html.match(/<li class="breaking">/g)).toHaveLength(
      changes.filter((change) => change.class === 'breaking').length,
    );
    expect(html.indexOf('id="changes-breaking"')).toBeLessThan(html.indexOf('id="changes-compatible"'));
    expect(addressesIn(html)).toEqual(
      expect.arrayContaining([
        `/registry/packages/${ID}/compare/2.0.0/1.1.0`,
        `/registry-api/v1/packages/${ID}/compare/1.1.0/2.0.0`,
        `/registry/packages/${ID}/1.1.0#capability-library.loan.renew`,
      ]),
    );
    expect(html).toContain(`<link rel="canonical" href="${app.origin}/registry/packages/${ID}/compare/1.1.0/2.0.0">`);
  });

  it('of a version with itself is identical', async () => {
    const html = await pageAt(`${ID}/compare/1.0.0/1.0.0`);
    expect(html).toContain('Identical: nothing that is compared differs.');
    expect(html).toContain('There are none.');
  });

  it.each([
    ['an unknown version', `${ID}/compare/1.0.0/9.9.9`],
    ['an unknown package', 'unknown/compare/1.0.0/1.1.0'],
    ['what is no version', `${ID}/compare/1.0.0/%00`],
  ])('is a 404 for %s', async (_, path) => {
    expect(await app.anonymous().get(`/packages/${path}`)).toHaveErrorCode('PACKAGE_NOT_FOUND', 404);
    await pageAt(path, 404);
  });

  it.each(['1.0.0', '1.1.0'])('tells nothing of a version that was taken down: %s', async (version) => {
    const path = `${ID}/compare/1.0.0/1.1.0`;
    // What is remembered of the comparison must not tell it, either.
    expect(await pageAt(path)).toContain('library.reading_list.recommend');
    await setLifecycle(app, ID, version, 'takedown', { reason: 'a court said so' });
    expect(await app.anonymous().get(`/packages/${path}`)).toHaveErrorCode('VERSION_TAKEN_DOWN', 410);
    const html = await pageAt(path, 410);
    expect(html).toContain('a court said so');
    expect(html).not.toContain('library.reading_list.recommend');
  });

  it('shows hostile text as text', async () => {
    const HOSTILE = `"><script>alert(1)</script>\u202e`;
    const definition = demoRequest(`${ID}-1.0.0`).service_definition as JsonObject;
    const [first, ...rest] = definition.capability_formalizations as readonly JsonObject[];
    const changed = { ...definition, capability_formalizations: [{ ...first, title: HOSTILE }, ...rest] };
    await publishPackage(app, ID, '3.0.0', { service_definition: changed });
    const html = await pageAt(`${ID}/compare/1.0.0/3.0.0`);
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('\u202e');
  });

  it('is explained: every rule has its place', async () => {
    const answer = await app.anonymous().getPage('/registry/docs/contract-diff');
    expect(answer).toHaveStatus(200);
    expect(
      missingFrom(
        answer.text,
        RULES.map(({ id }) => `<tr id="rule-${id}">`),
      ),
    ).toEqual([]);
  });
});
