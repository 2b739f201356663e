import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from '../../../src/core/errors';
import { TestApp } from '../../support/test-app';
import type { OpenApiDocument } from '../../support/openapi-document';

jest.setTimeout(60_000);

const SLUGS = [
  ...['publish', 'verify', 'lock', 'rotate'],
  ...['api', 'errors', 'contract-diff', 'cli', 'configuration', 'compatibility', 'glossary'],
];

describe('/registry/docs', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  async function pageAt(path: string): Promise<string> {
    const answer = await app.anonymous().getPage(path).set('Accept', 'text/html');
    expect([path, answer.status]).toEqual([path, 200]);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    return answer.text;
  }
  const pages = (): string[] => ['/registry/docs', ...SLUGS.map((slug) => `/registry/docs/${slug}`)];
  const hrefs = (html: string): string[] => [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href = '']) => href);
  const ids = (html: string): string[] => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);

  it('leads to every page there is', async () => {
    const index = await pageAt('/registry/docs');
    for (const slug of SLUGS) expect(hrefs(index)).toContain(`/registry/docs/${slug}`);
  });

  it('are whole pages: one title, headings in order, ids once, no style, no script, tables with scopes', async () => {
    for (const path of pages()) {
      const html = await pageAt(path);
      const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      expect([path, levels.filter((level) => level === 1).length]).toEqual([path, 1]);
      for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
      const repeated = ids(html).filter((id, index, list) => list.indexOf(id) !== index);
      expect([path, repeated]).toEqual([path, []]);
      expect([path, /<script|style="|<th>/.exec(html)]).toEqual([path, null]);
      expect(html).toMatch(/<title>[^<]+ - ANIP Registry<\/title>/);
      expect(html).toContain('<meta name="description"');
    }
  });

  it('have no link that leads nowhere, on this Registry or within a page', async () => {
    const known = new Map<string, string>();
    for (const path of pages()) known.set(path, await pageAt(path));
    known.set('/registry/keys', await pageAt('/registry/keys'));
    for (const [path, html] of [...known]) {
      for (const href of hrefs(html)) {
        const { origin, pathname, hash } = new URL(href, `${app.origin}${path}`);
        if (origin !== app.origin) continue;
        if (!known.has(pathname)) {
          const { status } = await app.anonymous().getPage(pathname);
          expect([path, href, status]).toEqual([path, href, 200]);
          known.set(pathname, '');
        }
        if (hash !== '' && known.get(pathname) !== '') {
          expect([path, href, ids(known.get(pathname)!).includes(hash.slice(1))]).toEqual([path, href, true]);
        }
      }
    }
  });

  it('name this Registry in their commands', async () => {
    const html = await pageAt('/registry/docs/publish');
    expect(html).toContain(`${app.origin}/registry-api/v1/publications`);
    expect(html).not.toContain('registry.example.com');
  });

  it('explain every error code, each with an anchor of its own', async () => {
    const anchors = ids(await pageAt('/registry/docs/errors'));
    for (const code of ERROR_CODES) expect(anchors).toContain(code.toLowerCase().replaceAll('_', '-'));
  });

  it('render the documents of the repository as they are, the HTML in them as text', async () => {
    const source = readFileSync(join(__dirname, '../../../docs/compatibility.md'), 'utf8');
    const html = await pageAt('/registry/docs/compatibility');
    const rows = source.split('\n').filter((line) => /^\| \d+ \|/.test(line)).length;
    expect([...html.matchAll(/<tr>\s*<td>\d+<\/td>/g)]).toHaveLength(rows);
    expect(html).toContain('href="/registry/docs/errors"');
  });

  it('have the whole API description: every operation, parameter, answer, error code and schema', async () => {
    const html = await pageAt('/registry/docs/api');
    const document = (await app.anonymous().get('/openapi.json')).body as OpenApiDocument;
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        const [, section = ''] = html.split(`id="operation-${operation.operationId}"`);
        const [article = ''] = section.split('</article>');
        expect(article).toContain(`>${method.toUpperCase()}<`);
        expect(article).toContain(`<code>/registry-api/v1${path}</code>`);
        for (const { name } of operation.parameters) expect(article).toContain(`<code>${name}</code>`);
        for (const [status, { content }] of Object.entries(operation.responses)) {
          expect(article).toContain(`<th scope="row">${status === 'default' ? 'other' : status}</th>`);
          const schema = content?.['application/problem+json']?.schema as
            { properties?: { code: { enum: string[] } } } | undefined;
          for (const code of schema?.properties?.code.enum ?? []) {
            expect(article).toContain(`/registry/docs/errors#${code.toLowerCase().replaceAll('_', '-')}`);
          }
        }
      }
    }
    for (const name of Object.keys(document.components.schemas)) expect(ids(html)).toContain(`schema-${name}`);
  });

  it('answer 404 for a page that is not there', async () => {
    const answer = await app.anonymous().getPage('/registry/docs/nothing').set('Accept', 'text/html').expect(404);
    expect(answer.text).toContain('ROUTE_NOT_FOUND');
    expect(answer.text).toContain(answer.headers['x-request-id']!);
  });
});
