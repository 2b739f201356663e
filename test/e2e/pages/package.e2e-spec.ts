import { textOf, type JsonObject } from '../../../src/core/json/json-value';
import { samplePackage } from '../../support/demo-requests';
import { ACTIVE_HTML, addressesIn, codeBlockWith, decodeHtml, missingFrom } from '../../support/page-html';
import { requestFor } from '../../support/package-request';
import { publishPackage, setLifecycle } from '../../support/publish';
import { SAMPLE_DEFINITION } from '../../support/sample-definition';
import { TestApp } from '../../support/test-app';
import { query } from '../../support/test-server';

const HOSTILE = `<script>alert('x')</script>`;
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('the page of a package version', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  async function pageAt(path: string, status = 200): Promise<string> {
    const answer = await app.anonymous().getPage(`/registry/packages/${path}`).set('Accept', BROWSER);
    expect(answer).toHaveStatus(status);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toContain('ANIP Registry');
    expect(answer.text).not.toMatch(ACTIVE_HTML);
    return answer.text;
  }

  it('shows what the contract does, who published it, and what was signed', async () => {
    await publishPackage(app, 'city/library', '1.1.0');
    const html = await pageAt('city%2Flibrary/1.1.0');
    const shown = [
      'library.title.search',
      'Find titles in the catalogue',
      'read / prepare',
      'approval gated',
      'default one_time',
      'System mutation',
      'library-lending',
      '100/100',
      'No findings.',
      'Implementation material',
      'Signature verified',
      'Signed with the development key.',
    ];
    expect(missingFrom(html, shown)).toEqual([]);
    const record = (await app.anonymous().get('/packages/city%2Flibrary/1.1.0')).body as JsonObject;
    for (const name of ['manifest_digest', 'definition_digest', 'lock_digest', 'package_execution_signature']) {
      expect(html).toContain(`<dd><code>${textOf(record[name])}</code></dd>`);
    }
    const receipt = (await app.anonymous().get('/packages/city%2Flibrary/1.1.0/receipt')).body as JsonObject;
    for (const name of ['receipt_id', 'key_id', 'registry_signature']) {
      expect(decodeHtml(html)).toContain(`<code>${textOf(receipt[name])}</code>`);
    }
    expect(addressesIn(html)).toEqual(
      expect.arrayContaining(
        ['download', 'lock', 'receipt'].map((file) => `/registry-api/v1/packages/city%2Flibrary/1.1.0/${file}`),
      ),
    );
  });

  it('is titled, described, and names its one address', async () => {
    await publishPackage(app, 'named');
    const html = await pageAt('named/1.0.0/?from=elsewhere');
    expect(html).toContain('<title>City library lending 1.0.0 - ANIP Registry</title>');
    expect(html).toMatch(/<meta name="description" content="[^"]+">/);
    expect(html).toContain(`<link rel="canonical" href="${app.origin}/registry/packages/named/1.0.0">`);
    expect(html).toMatch(/<a href="\/registry\/packages" aria-current="true">Packages<\/a>/);
    const answer = await app.anonymous().getPage('/registry/packages/named/1.0.0');
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-cache', 'referrer-policy': 'no-referrer' });
  });

  it('is not sent twice while nothing changes', async () => {
    await publishPackage(app, 'unchanged');
    const path = '/registry/packages/unchanged/1.0.0';
    const { etag } = (await app.anonymous().getPage(path)).headers as { readonly etag: string };
    expect(await app.anonymous().getPage(path).set('If-None-Match', etag)).toHaveStatus(304);
    await setLifecycle(app, 'unchanged', '1.0.0', 'deprecated');
    expect(await app.anonymous().getPage(path).set('If-None-Match', etag)).toHaveStatus(200);
  });

  it('quotes what it puts into commands', async () => {
    await publishPackage(app, 'quoted', '1.0.0+build.1');
    const html = await pageAt('quoted/1.0.0%2Bbuild.1');
    expect(codeBlockWith(html, 'anip verify')).toContain("--package 'quoted@1.0.0+build.1'");
    expect(codeBlockWith(html, 'curl')).toContain(`'${app.origin}/registry-api/v1/packages/quoted/1.0.0%2Bbuild.1'`);
    expect(codeBlockWith(html, 'anip lock')).toContain('--output anip.lock.json');
  });

  it('says when it is not the latest, and leads to what changed', async () => {
    for (const version of ['1.0.0', '1.1.0', '2.0.0']) await publishPackage(app, 'moving', version);
    const html = await pageAt('moving/1.1.0');
    expect(html).toContain('This is not the latest version');
    expect(addressesIn(html)).toEqual(
      expect.arrayContaining([
        '/registry/packages/moving/2.0.0',
        '/registry/packages/moving/compare/1.0.0/1.1.0',
        '/registry/packages/moving/compare/1.1.0/2.0.0',
      ]),
    );
    expect(await pageAt('moving/2.0.0')).not.toContain('This is not the latest version');
  });

  it('lists all versions, and a choice of two of them leads to their comparison', async () => {
    for (const version of ['1.0.0', '1.1.0']) await publishPackage(app, 'listed', version);
    await setLifecycle(app, 'listed', '1.0.0', 'deprecated', {
      reason: 'too old',
      replacement_package_id: 'listed',
      replacement_package_version: '1.1.0',
    });
    const html = await pageAt('listed');
    expect(html).toContain('City library lending');
    expect(html).toContain('2 immutable versions');
    expect(html).toMatch(/1\.1\.0<\/a> <span class="badge good">latest/);
    expect(html).toContain('too old');
    expect(addressesIn(html)).toContain('/registry/packages/listed/compare/1.0.0/1.1.0');
    const chosen = await app.anonymous().getPage('/registry/packages/listed?from=1.0.0&to=1.1.0');
    expect(chosen).toHaveStatus(303);
    expect(chosen.headers.location).toBe('/registry/packages/listed/compare/1.0.0/1.1.0');
  });

  it('warns of a yanked version and offers its files only with the hint', async () => {
    await publishPackage(app, 'pulled');
    await setLifecycle(app, 'pulled', '1.0.0', 'yanked', { reason: 'wrong price' });
    const html = await pageAt('pulled/1.0.0');
    expect(html.match(/This version (?:is|was) yanked/g)).toHaveLength(1);
    expect(html).toContain('wrong price');
    const files = addressesIn(html).filter((address) => /\/(?:download|lock)(?:\?|$)/.test(address));
    expect(files).toHaveLength(2);
    for (const address of files) expect(address).toMatch(/\?allow_yanked=true$/);
    expect(codeBlockWith(html, 'anip lock')).toContain('--allow-yanked-package');
  });

  it('shows status, reason and replacement of a taken-down version with 410, and nothing of its content', async () => {
    await publishPackage(app, 'gone');
    await publishPackage(app, 'other');
    await setLifecycle(app, 'gone', '1.0.0', 'takedown', {
      reason: 'a court said so',
      replacement_package_id: 'other',
      replacement_package_version: '1.0.0',
    });
    const html = await pageAt('gone/1.0.0', 410);
    expect(html).toContain('takedown');
    expect(html).toContain('a court said so');
    expect(html).toMatch(/Since <time datetime="[^"]+" title="[^"]+">[^<]+ UTC<\/time>, by <bdi>registry-admin<\/bdi>/);
    expect(html).toMatch(/<a href="\/registry\/packages" aria-current="true">Packages<\/a>/);
    expect(addressesIn(html)).toContain('/registry/packages/other/1.0.0');
    for (const content of ['library.title.search', 'City library', 'studio:']) expect(html).not.toContain(content);
  });

  it('says who changed the lifecycle when and why, back to the publication', async () => {
    await publishPackage(app, 'changing');
    const published = await pageAt('changing/1.0.0');
    expect(published).toMatch(/<tr><th scope="row">0<\/th>[^]*?<bdi>local-registry<\/bdi>[^]*?<bdi>Published<\/bdi>/);
    await setLifecycle(app, 'changing', '1.0.0', 'deprecated', {
      reason: 'too old',
      replacement_package_id: 'other',
      replacement_package_version: '2.0.0',
    });
    await setLifecycle(app, 'changing', '1.0.0', 'yanked', { reason: HOSTILE });
    const html = await pageAt('changing/1.0.0');
    const section = html.slice(html.indexOf('<section id="lifecycle">'), html.indexOf('<section id="trust">'));
    const rows = [...section.matchAll(/<tr><th scope="row">(\d+)<\/th>([^]*?)<\/tr>/g)];
    expect(rows.map(([, revision]) => revision)).toEqual(['2', '1', '0']);
    expect(rows[0]?.[2]).toContain('&lt;script&gt;');
    expect(
      missingFrom(rows[1]?.[2] ?? '', ['deprecated', 'too old', 'registry-admin', 'other@2.0.0', '<time ']),
    ).toEqual([]);
  });

  it('draws the downloads of the last days', async () => {
    await publishPackage(app, 'fetched');
    for (let count = 0; count < 3; count += 1) await app.anonymous().get('/packages/fetched/1.0.0/download');
    const html = await pageAt('fetched/1.0.0');
    expect(html).toMatch(/>3 downloads in the last 90 days, most on <time [^>]+>[^<]+<\/time> \(3\)\.<\/figcaption>/);
    await publishPackage(app, 'unfetched');
    expect(await pageAt('unfetched/1.0.0')).toContain('No downloads yet in the last 90 days.');
  });

  it('fails the check of what was tampered with in the store', async () => {
    await publishPackage(app, 'tampered');
    expect(await pageAt('tampered/1.0.0')).toContain('Signature verified');
    await query(
      app.database.superuserUrl,
      'SET session_replication_role = replica',
      `UPDATE registry.package_versions SET contract_signature = 'another'`,
    );
    const html = await pageAt('tampered/1.0.0');
    expect(html).toContain('Signature NOT verified');
    expect(html).toMatch(/FAILED<\/span> The Ed25519 signature/);
  });

  it('says how inputs are resolved', async () => {
    const capability = (SAMPLE_DEFINITION.capability_formalizations as readonly JsonObject[])[1] as JsonObject;
    const input = {
      input_name: 'bed',
      input_type: 'list<string>',
      semantic_type: 'bed_ref',
      required: true,
      allowed_values: ['north', 'south'],
      validation_pattern: '^[a-z]+$',
      default_value: { first: true },
      resolution: {
        mode: 'backend_resolved',
        resolver_ref: 'beds',
        on_missing: 'use_default',
        on_ambiguous: 'clarify',
      },
    };
    const one = {
      ...SAMPLE_DEFINITION,
      integration_fronting: {},
      capability_formalizations: [{ ...capability, inputs: [input] }],
    };
    expect(await app.publisher().publishPackage(requestFor('garden', one))).toHaveStatus(201);
    const html = decodeHtml(await pageAt('garden/1.0.0'));
    const shown = [
      '<th scope="row"><code>bed</code></th><td>list<string> (bed_ref)</td><td>required</td><td>north, south</td>',
      '<td>{"first":true}</td><td>^[a-z]+$</td><td>Backend resolved by beds; missing: use default; ambiguous: clarify</td>',
    ];
    expect(missingFrom(html, shown)).toEqual([]);
  });

  it('draws composed capabilities and names the back ends that are reached', async () => {
    expect(await app.publisher().publishPackage(requestFor('garden', SAMPLE_DEFINITION))).toHaveStatus(201);
    const html = await pageAt('garden/1.0.0');
    expect(html).toContain('aria-label="Steps in order: read calls garden.bed.read; then sum calls garden.bed.sum"');
    expect(html).toContain('rows from $.steps.read.output.rows');
    expect(html).toContain('Back-end bindings of 1 capability');
    expect(html).toContain('beds_api');
    expect(html).toContain('<code>beds.get</code>');
  });

  it('renders hostile content inert', async () => {
    const LONG = 'x'.repeat(10_000);
    const readme = [
      '# Hi <script>alert(1)</script> <img src=x onerror=alert(1)>',
      '[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x) [d](//evil.example/) [e](https://ok.example/)',
      '![pixel](https://tracker.example/p.png)',
      '<a href="https://evil.example" onclick="alert(1)">raw</a>',
      `| a | b |\n| - | - |\n${'| 1 | 2 |\n'.repeat(500)}`,
      `\u202ereversed\u202c ${LONG}`,
    ].join('\n\n');
    const manifest = {
      ...(samplePackage().manifest as JsonObject),
      name: '"><script>alert(1)</script>',
      summary: LONG,
    };
    await publishPackage(app, 'hostile', '1.0.0', { readme, manifest });
    const html = await pageAt('hostile/1.0.0');
    expect(html).not.toContain('\u202e');
    for (const address of addressesIn(html)) expect(address).toMatch(/^(?:\/|#|https:\/\/|http:\/\/127\.0\.0\.1)/);
    expect(addressesIn(html).filter((address) => /evil|tracker/.test(address))).toEqual([]);
    expect(html).toContain('<a href="https://ok.example/" rel="noopener noreferrer nofollow ugc">e</a>');
    expect(html).toContain(LONG);
  });
});
