import type { JsonObject } from '../../../src/core/json/json-value';
import { samplePackage } from '../../support/demo-requests';
import { ACTIVE_HTML, addressesIn, codeBlockWith, decodeHtml } from '../../support/page-html';
import { publishPackage, publishTemplate, setLifecycle } from '../../support/publish';
import { sampleTemplate } from '../../support/sample-template';
import { FixedClock, TestApp } from '../../support/test-app';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const HOSTILE = `<script>alert('x')</script>"&{{id}}\u202e`;

describe('the pages with lists', () => {
  const clock = new FixedClock(new Date('2026-10-01T12:00:00Z'));
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ clock });
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  async function pageAt(path: string, status = 200): Promise<string> {
    const answer = await app.anonymous().getPage(`/registry/${path}`).set('Accept', BROWSER);
    expect(answer).toHaveStatus(status);
    expect(answer.text).toContain('ANIP Registry');
    expect(answer.text).not.toMatch(ACTIVE_HTML);
    return answer.text;
  }

  /** The cards of a page, by the addresses of what they are about. */
  function cardsOf(html: string): string[] {
    return [...html.matchAll(/<h3><a href="\/registry\/(?:packages|templates)\/([^"]+)"/g)].map(([, address = '']) =>
      decodeURIComponent(address),
    );
  }

  const nextOf = (html: string): string | undefined => {
    const [, href] = /<a rel="next" href="([^"]+)"/.exec(html) ?? [];
    return href === undefined ? undefined : decodeHtml(href);
  };

  async function publishAt(day: number, id: string, version?: string, changes: JsonObject = {}): Promise<void> {
    clock.time = new Date(Date.UTC(2026, 8, day, 12, 0, 5));
    const manifest = { ...(samplePackage().manifest as JsonObject), ...changes };
    await publishPackage(app, id, version, { manifest });
    clock.time = new Date('2026-10-01T12:00:00Z');
  }

  it('say of an empty Registry how its first version is published', async () => {
    const packages = await pageAt('packages');
    expect(packages).toContain('Nothing has been published yet');
    expect(packages).toContain('href="/registry/docs/publish"');
    expect(codeBlockWith(packages, 'curl')).toContain(`${app.origin}/registry-api/v1/publications`);
    expect(codeBlockWith(await pageAt('templates'), 'curl')).toContain(`${app.origin}/registry-api/v1/templates`);
    expect(await pageAt('packages?q=&capability=&lifecycle=&sort=newest')).toContain('Nothing has been published yet');
    expect(await pageAt('packages?q=something')).toContain('No version matches');
    expect(await pageAt('templates?kind=something')).toContain('No version matches');
  });

  it('show of each version what it is, its age, and where it stands', async () => {
    await publishAt(21, 'city/lending', '1.0.0', { name: 'Lending', summary: 'Lend a book.' });
    await app.anonymous().get('/packages/city%2Flending/1.0.0/download').expect(200);
    await setLifecycle(app, 'city%2Flending', '1.0.0', 'deprecated', {
      reason: 'too old',
      replacement_package_id: 'city/lending',
      replacement_package_version: '2.0.0',
    });
    const html = await pageAt('packages');
    for (const part of [
      '<h2>1 immutable version, most downloaded first</h2>',
      '<a href="/registry/packages/city%2Flending/1.0.0"><bdi>Lending</bdi> 1.0.0</a>',
      '<a href="/registry/packages/city%2Flending"><code>city/lending</code></a>',
      'Lend a book.',
      '<span class="badge care">deprecated</span>',
      'too old',
      '<a href="/registry/packages/city%2Flending/2.0.0">city/lending@2.0.0</a>',
      '<dt>Downloads</dt><dd>1</dd>',
      '<time datetime="2026-09-21T12:00:05Z" title="2026-09-21T12:00:05Z" class="age">1 week ago</time>',
      '<bdi>local-registry</bdi></a> (local)',
      '<dt>Capabilities</dt><dd>3</dd>',
      '<dt>ANIP</dt><dd>0.24</dd>',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).not.toContain('rel="next"');
    const byPublisher = addressesIn(html).find((address) => address.includes('publisher='));
    expect(cardsOf(await pageAt(byPublisher!.replace('/registry/', '')))).toEqual(['city/lending/1.0.0']);
  });

  it('show nothing of the content of a version that was taken down', async () => {
    await publishAt(21, 'gone', '1.0.0', { name: 'Secret name', summary: 'Secret summary' });
    await setLifecycle(app, 'gone', '1.0.0', 'takedown', { reason: 'a court said so' });
    const html = await pageAt('packages');
    expect(html).toContain('<span class="badge stop">taken down</span>');
    expect(html).toContain('a court said so');
    expect(html).not.toContain('Secret');
  });

  it('find, filter, sort and page as their form says, and keep the search in the next address', async () => {
    for (const [day, id] of ['alpha', 'beta', 'gamma', 'other'].entries()) {
      await publishAt(day + 1, id, '1.0.0', { summary: id === 'other' ? '' : 'Greek & letters' });
    }
    await setLifecycle(app, 'gamma', '1.0.0', 'yanked');
    const all = await pageAt('packages');
    expect(cardsOf(all)).toEqual(['other', 'gamma', 'beta', 'alpha'].map((id) => `${id}/1.0.0`));
    expect(all).toContain('None of them was downloaded yet: the newest stand first.');
    expect(cardsOf(await pageAt('packages?lifecycle=yanked'))).toEqual(['gamma/1.0.0']);
    expect(cardsOf(await pageAt('packages?q=al+greek&sort=name'))).toEqual(['alpha/1.0.0']);

    const first = await pageAt('packages?q=%26+GREEK&sort=name&limit=2&domain=library&publisher=');
    expect(cardsOf(first)).toEqual(['alpha/1.0.0', 'beta/1.0.0']);
    expect(first).toContain('<h2>2 immutable versions on this page, by name</h2>');
    expect(first).not.toContain('the newest stand first');
    expect(first).toContain('value="&amp; GREEK"');
    expect(first).toContain('<option value="name" selected>');
    expect(first).toMatch(/<details class="filters" open>/);
    expect(first).toContain('name="domain" type="text" value="library"');
    const second = await pageAt(`packages${nextOf(first)!}`);
    expect(cardsOf(second)).toEqual(['gamma/1.0.0']);
    expect(nextOf(second)).toBeUndefined();
    const back = addressesIn(second).find((address) => address.includes('limit=2'));
    expect(cardsOf(await pageAt(back!.replace('/registry/', '')))).toEqual(cardsOf(first));
    expect(await pageAt(`packages${nextOf(first)!}&lifecycle=active`, 400)).toContain('CURSOR_INVALID');
    expect(await pageAt('packages?sort=popular', 400)).toContain('QUERY_INVALID');
  });

  it('list templates, each of whose facts leads to all that share it', async () => {
    await publishTemplate(app, 'city-starter');
    const other = sampleTemplate('port-starter', '1.0.0', {
      manifest: { template_title: 'Port', systems: ['crane & dock', 'CRM'] },
      template: { domain: 'ports', kind: 'showcase' },
    });
    await app.publisher().publishTemplate(other).expect(201);
    const html = await pageAt('templates?sort=name');
    expect(cardsOf(html)).toEqual(['city-starter/1.0.0', 'port-starter/1.0.0']);
    for (const query of ['domain=ports', 'kind=showcase', 'system=crane+%26+dock']) {
      expect(addressesIn(html)).toContain(`/registry/templates?${query}`);
      expect(cardsOf(await pageAt(`templates?${query}`))).toEqual(['port-starter/1.0.0']);
    }
    expect(cardsOf(await pageAt('templates?q=port&industry=public_sector'))).toEqual(['port-starter/1.0.0']);
    const first = await pageAt('templates?sort=name&limit=1&industry=public_sector');
    expect(cardsOf(await pageAt(`templates${nextOf(first)!}`))).toEqual(['port-starter/1.0.0']);
  });

  it('show hostile text as text, wherever it comes from', async () => {
    await publishAt(1, 'hostile', '1.0.0', { name: HOSTILE, summary: HOSTILE, domain: HOSTILE });
    await setLifecycle(app, 'hostile', '1.0.0', 'deprecated', { reason: HOSTILE });
    const request = sampleTemplate('hostile', '1.0.0', {
      manifest: { template_title: HOSTILE, template_summary: HOSTILE, systems: [HOSTILE], industry: HOSTILE },
      template: { domain: HOSTILE },
    });
    await app.publisher().publishTemplate(request).expect(201);
    const hostile = encodeURIComponent(HOSTILE);
    for (const path of [
      'packages',
      'templates',
      `packages?domain=${hostile}&q=${hostile}`,
      `packages?capability=${hostile}&publisher=${hostile}`,
      `templates?system=${hostile}&industry=${hostile}&domain=${hostile}`,
    ]) {
      const html = await pageAt(path);
      expect(html).not.toContain('<script');
      expect(html).not.toContain(HOSTILE);
    }
    expect(cardsOf(await pageAt(`packages?domain=${hostile}`))).toEqual(['hostile/1.0.0']);
    expect(cardsOf(await pageAt(`templates?system=${hostile}`))).toEqual(['hostile/1.0.0']);
  });

  it('cut long texts, so that a page stays a page', async () => {
    await publishAt(1, 'long', '1.0.0', { name: 'n'.repeat(10_000), summary: 's'.repeat(10_000) });
    const html = await pageAt('packages');
    expect(html).toContain(`${'n'.repeat(119)}…`);
    expect(Buffer.byteLength(html)).toBeLessThan(20_000);
  });
});
