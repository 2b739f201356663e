import type { JsonObject } from '../../../src/core/json/json-value';
import { sampleTemplate } from '../../support/sample-template';
import { shapeFaults } from '../../support/schemas';
import { FixedClock, TestApp } from '../../support/test-app';

interface Page {
  readonly items: readonly { readonly template_id: string; readonly template_version: string }[];
  readonly next_cursor?: string;
}

const names = (page: Page): string[] => page.items.map((item) => `${item.template_id}@${item.template_version}`);

describe('GET /templates with search parameters', () => {
  const clock = new FixedClock(new Date('2026-10-01T12:00:00Z'));
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ clock });
    const publishAt = async (
      second: number,
      id: string,
      version: string,
      template: JsonObject = {},
      manifest: JsonObject = {},
    ): Promise<void> => {
      clock.time = new Date(Date.UTC(2026, 9, 1, 12, 0, second));
      const request = sampleTemplate(id, version, { template, manifest: { template_title: id, ...manifest } });
      expect(await app.publisher().publishTemplate(request)).toHaveStatus(201);
    };
    await publishAt(1, 'city', '1.9.0');
    await publishAt(2, 'city', '1.10.0', {}, { template_title: 'Bücherei', systems: ['library_system', 'CRM 9'] });
    await publishAt(3, 'port', '1.0.0', { kind: 'showcase', domain: 'ports' }, { industry: 'shipping', systems: [] });
    await publishAt(3, 'a/pay', '1.0.0', { projectType: 'payroll_project' }, { template_summary: '100% paid' });
    await app.anonymous().get('/templates/city/1.9.0/download').expect(200);
  });
  afterAll(() => app.close());

  async function search(parameters: Record<string, string>): Promise<string[]> {
    const answer = await app.anonymous().get(`/templates?${new URLSearchParams(parameters).toString()}`);
    expect(answer).toHaveStatus(200);
    expect(shapeFaults('templates', answer.body)).toEqual([]);
    return names(answer.body as Page);
  }

  const ORDERS = {
    downloads: ['city@1.9.0', 'a/pay@1.0.0', 'port@1.0.0', 'city@1.10.0'],
    newest: ['a/pay@1.0.0', 'port@1.0.0', 'city@1.10.0', 'city@1.9.0'],
    name: ['a/pay@1.0.0', 'city@1.9.0', 'city@1.10.0', 'port@1.0.0'],
  };

  it.each(Object.entries(ORDERS))('sorts by %s, and pages have every item once', async (sort, order) => {
    expect(await search({ sort })).toEqual(order);
    const searches: Record<string, string>[] = [{}, { publisher: 'local-registry' }, { spec: 'x' }, { q: 'c' }];
    for (const filters of searches) {
      const expected = await search({ ...filters, sort });
      expect(expected).toEqual(order.filter((name) => expected.includes(name)));
      for (const limit of [1, 2, 4]) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const query = new URLSearchParams({ ...filters, sort, limit: String(limit), ...(cursor && { cursor }) });
          const page = (await app.anonymous().get(`/templates?${query.toString()}`).expect(200)).body as Page;
          seen.push(...names(page));
          cursor = page.next_cursor;
        } while (cursor !== undefined);
        expect(seen).toEqual(expected);
      }
    }
  });

  it.each<[Record<string, string>, readonly string[]]>([
    [{}, ORDERS.downloads],
    [{ q: 'BüCHER' }, ['city@1.10.0']],
    [{ q: 'ücherai' }, []],
    [{ q: '100%' }, ['a/pay@1.0.0']],
    [{ q: 'shipping' }, ['port@1.0.0']],
    [{ q: `_' OR 1=1 --` }, []],
    [{ q: 'cr' }, ['city@1.10.0']],
    [{ system: 'CRM 9' }, ['city@1.10.0']],
    [{ system: 'CRM' }, []],
    // A keyword of the search, but no system.
    [{ system: 'library' }, []],
    [{ domain: 'ports' }, ['port@1.0.0']],
    [{ industry: 'shipping' }, ['port@1.0.0']],
    [{ kind: 'showcase' }, ['port@1.0.0']],
    [{ project_type: 'payroll_project' }, ['a/pay@1.0.0']],
    [{ spec: 'anip/0.24' }, ORDERS.downloads],
    [{ spec: '0.24' }, []],
    [{ publisher: 'somebody' }, []],
    [{ q: 'city', system: 'library_system', sort: 'newest', kind: 'service_starter' }, ['city@1.10.0', 'city@1.9.0']],
    [{ q: 'city', domain: 'ports' }, []],
  ])('finds by %j', async (parameters, found) => {
    expect(await search(parameters)).toEqual(found);
  });

  it('binds a cursor to the sort order and the filters', async () => {
    const { next_cursor: cursor } = (await app.anonymous().get('/templates?domain=library&limit=1')).body as Page;
    expect(await search({ domain: 'library', cursor: cursor! })).toHaveLength(2);
    for (const query of ['', 'domain=ports&', 'domain=library&sort=newest&', 'industry=library&']) {
      const answer = await app.anonymous().get(`/templates?${query}cursor=${cursor!}`);
      expect(answer).toHaveErrorCode('CURSOR_INVALID', 400);
    }
    const ofPackages = await app.anonymous().get(`/publications?domain=library&cursor=${cursor!}`);
    expect(ofPackages).toHaveErrorCode('CURSOR_INVALID', 400);
  });

  it.each(['sort=oldest', 'limit=x&sort=name', `kind=${'k'.repeat(257)}`, 'system=%00', 'spec=a&spec=b'])(
    'refuses %s',
    async (query) => {
      expect(await app.anonymous().get(`/templates?${query}`)).toHaveErrorCode('QUERY_INVALID', 400);
    },
  );
});
