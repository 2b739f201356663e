import type { JsonObject } from '../../../src/core/json/json-value';
import { samplePackage } from '../../support/demo-requests';
import { publishPackage, setLifecycle } from '../../support/publish';
import { shapeFaults } from '../../support/schemas';
import { FixedClock, TestApp } from '../../support/test-app';

interface Page {
  readonly items: readonly { readonly package_id: string; readonly package_version: string }[];
  readonly next_cursor?: string;
}

const names = (page: Page): string[] => page.items.map((item) => `${item.package_id}@${item.package_version}`);

/** Where the texts of a package stand: each of these words is in one place of one version only. */
const TEXTS: Readonly<Record<string, { readonly name?: string; readonly summary?: string; readonly domain?: string }>> =
  {
    'city-lending': { name: 'Größe der Bücherei', summary: '100% of a_title; back\\slash "quoted" \'and\' 図書館 💩' },
    'harbour/berths': { name: 'HARBOUR planning', summary: 'Berths for ships', domain: 'ports' },
    payroll: { summary: 'Pay people on time' },
  };

describe('GET /publications with search parameters', () => {
  const clock = new FixedClock(new Date('2026-10-01T12:00:00Z'));
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ clock });
    const publishAt = (second: number, id: string, version: string): Promise<void> => {
      clock.time = new Date(Date.UTC(2026, 9, 1, 12, 0, second));
      const { manifest, service_definition } = samplePackage() as Record<string, JsonObject>;
      const text = JSON.stringify({
        manifest: { ...manifest, name: id, summary: '', ...TEXTS[id] },
        service_definition,
      });
      const renamed = id === 'payroll' ? text.replaceAll('library.title.', 'payroll.slip.') : text;
      return publishPackage(app, id, version, JSON.parse(renamed) as JsonObject);
    };
    await publishAt(1, 'city-lending', '1.9.0');
    await publishAt(2, 'harbour/berths', '1.0.0');
    await publishAt(3, 'city-lending', '1.10.0');
    await publishAt(3, 'payroll', '1.0.0');
    await publishAt(4, 'B', '1.0.0');
    await app.anonymous().get('/packages/city-lending/1.9.0/download').expect(200);
    await setLifecycle(app, 'city-lending', '1.9.0', 'deprecated');
  }, 30_000);
  afterAll(() => app.close());

  async function search(parameters: Record<string, string>): Promise<string[]> {
    const answer = await app.anonymous().get(`/publications?${new URLSearchParams(parameters).toString()}`);
    expect(answer).toHaveStatus(200);
    expect(shapeFaults('publications', answer.body)).toEqual([]);
    return names(answer.body as Page);
  }

  const BY_DOWNLOADS = [
    'city-lending@1.9.0',
    'B@1.0.0',
    'city-lending@1.10.0',
    'payroll@1.0.0',
    'harbour/berths@1.0.0',
  ];
  const BY_TIME = ['B@1.0.0', 'city-lending@1.10.0', 'payroll@1.0.0', 'harbour/berths@1.0.0', 'city-lending@1.9.0'];
  const BY_NAME = ['B@1.0.0', 'city-lending@1.9.0', 'city-lending@1.10.0', 'harbour/berths@1.0.0', 'payroll@1.0.0'];
  const ORDERS = { downloads: BY_DOWNLOADS, newest: BY_TIME, name: BY_NAME };

  it.each(Object.entries(ORDERS))('sorts by %s', async (sort, order) => {
    expect(await search({ sort })).toEqual(order);
  });

  it('answers the list of the contract, and its order, without search parameters', async () => {
    expect(await search({})).toEqual(BY_DOWNLOADS);
    expect(await search({ q: '', capability: '', publisher: '', domain: '' })).toEqual(BY_DOWNLOADS);
    expect(await search({ q: ' \t' })).toEqual(BY_DOWNLOADS);
  });

  const CITY = ['city-lending@1.9.0', 'city-lending@1.10.0'];
  it.each<[string, string, readonly string[]]>([
    ['a part of an id', 'ity-lend', CITY],
    ['a word of a name, in another case', 'harbour', ['harbour/berths@1.0.0']],
    ['a word of a summary', 'people', ['payroll@1.0.0']],
    ['a part of a capability id', 'slip.sea', ['payroll@1.0.0']],
    ['words from different texts', 'people payroll.slip', ['payroll@1.0.0']],
    ['words in any order', 'ships harbour', ['harbour/berths@1.0.0']],
    ['words of which one is nowhere', 'ships nowhere', []],
    ['a short word at a beginning', 'pa', ['payroll@1.0.0']],
    ['a short word in the middle', 'ay', []],
    ['a short word of a capability id', 'pa sl', ['payroll@1.0.0']],
    ['a letter that only some languages have', 'größe', CITY],
    ['the same in upper case', 'GRÖSSE Bücherei', []],
    ['a word in another script', '書館', CITY],
    ['one sign of another script', '図', CITY],
    ['an emoji', '💩', CITY],
    ['a percent sign', '%', CITY],
    ['an underline', '_', CITY],
    ['a backslash', '\\', CITY],
    ['a double quote', '"quoted"', CITY],
    ['a single quote', "'and'", CITY],
    ['a pattern', 'c%y', []],
    ['a pattern of one letter', 'c_ty', []],
    ['the end of an escape', 'city\\', []],
    ['operators of text search', 'city & !lending | (a:*) <-> b', []],
    ['an operator', ':*', []],
    ['SQL', `'; DROP TABLE registry.blobs; --`, []],
    ['a placeholder', '$1', []],
    ['200 characters', 'x'.repeat(200), []],
    ['200 emojis', '💩'.repeat(200), []],
    ['100 words', 'a '.repeat(100), CITY],
    ['70 long words', 'cit lend '.repeat(22), CITY],
  ])('finds %s (%s)', async (_, q, found) => {
    expect(await search({ q })).toEqual(found);
  });

  it('filters by one of the capability ids, by publisher, domain and lifecycle, each exactly', async () => {
    expect(await search({ capability: 'payroll.slip.search' })).toEqual(['payroll@1.0.0']);
    expect(await search({ capability: 'payroll.slip' })).toEqual([]);
    expect(await search({ publisher: 'local-registry' })).toEqual(BY_DOWNLOADS);
    expect(await search({ publisher: 'local' })).toEqual([]);
    expect(await search({ domain: 'ports' })).toEqual(['harbour/berths@1.0.0']);
    expect(await search({ domain: 'Ports' })).toEqual([]);
    // The sample's definition says library, where the manifest says nothing.
    expect(await search({ domain: 'library' })).toEqual(BY_DOWNLOADS.slice(0, 4));
    expect(await search({ lifecycle: 'deprecated' })).toEqual(['city-lending@1.9.0']);
    expect(await search({ lifecycle: 'active' })).toEqual(BY_DOWNLOADS.slice(1));
    expect(await search({ lifecycle: 'yanked' })).toEqual([]);
  });

  it('combines everything that is given', async () => {
    const all = { q: 'lend', domain: 'library', publisher: 'local-registry', capability: 'library.title.search' };
    expect(await search({ ...all, sort: 'newest' })).toEqual([...CITY].reverse());
    expect(await search({ ...all, lifecycle: 'active' })).toEqual(['city-lending@1.10.0']);
    expect(await search({ ...all, domain: 'ports' })).toEqual([]);
  });

  it.each(Object.entries(ORDERS))(
    'pages by %s have every item once, filtered or not',
    async (sort, order) => {
      for (const [filters, expected] of [
        [{}, order],
        [{ domain: 'library' }, order.filter((name) => !name.startsWith('harbour'))],
        [{ lifecycle: 'active', q: 'nowhere' }, []],
        [{ q: 'lend', lifecycle: 'active', publisher: 'local-registry' }, ['city-lending@1.10.0']],
        [{ q: 'B' }, order.filter((name) => /^[Bch]/.test(name))],
      ] as [Record<string, string>, string[]][]) {
        for (const limit of [1, 2, 3, 5]) {
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const query = new URLSearchParams({ ...filters, sort, limit: String(limit), ...(cursor && { cursor }) });
            const answer = await app.anonymous().get(`/publications?${query.toString()}`).expect(200);
            const page = answer.body as Page;
            seen.push(...names(page));
            cursor = page.next_cursor;
            if (cursor === undefined) expect(answer.headers.link).toBeUndefined();
            else expect(page.items).toHaveLength(limit);
          } while (cursor !== undefined);
          expect(seen).toEqual(expected);
        }
      }
    },
    30_000,
  );

  it('binds a cursor to the sort order and the filters', async () => {
    const given = { sort: 'newest', q: 'lending', limit: '1' };
    const first = await app.anonymous().get(`/publications?${new URLSearchParams(given).toString()}`);
    const cursor = (first.body as Page).next_cursor!;
    expect(first.headers.link).toContain('sort=newest&q=lending&limit=1&cursor=');
    expect(await search({ ...given, cursor })).toHaveLength(1);
    expect(await search({ ...given, limit: '5', cursor })).toHaveLength(1);
    for (const other of [
      { ...given, sort: 'name' },
      { ...given, q: 'lend' },
      { ...given, domain: 'library' },
      { sort: 'newest' },
      {},
    ] as Record<string, string>[]) {
      const query = new URLSearchParams({ ...other, cursor });
      const answer = await app.anonymous().get(`/publications?${query.toString()}`);
      expect(answer).toHaveErrorCode('CURSOR_INVALID', 400);
    }
  });

  it('answers a hundred when nobody says how many', async () => {
    const many = await TestApp.start({ clock });
    for (let index = 0; index < 102; index += 1) await publishPackage(many, `many-${index}`);
    const page = (await many.anonymous().get('/publications?q=many')).body as Page;
    expect(page.items).toHaveLength(100);
    const rest = (await many.anonymous().get(`/publications?q=many&cursor=${page.next_cursor!}`)).body as Page;
    expect(new Set([...names(page), ...names(rest)]).size).toBe(102);
    const whole = (await many.anonymous().get('/publications')).body as Page;
    expect(whole.items).toHaveLength(102);
    await many.close();
  }, 60_000);

  it.each([
    ['sort', 'sort=popular'],
    ['sort', 'sort='],
    ['sort', 'sort=Newest'],
    ['sort', 'sort=name&sort=newest'],
    ['lifecycle', 'lifecycle=retired'],
    ['lifecycle', 'lifecycle='],
    ['lifecycle', 'lifecycle=active&lifecycle=yanked'],
    ['limit', 'q=city&limit=0'],
    ['limit', 'sort=name&limit=1001'],
    ['q', `q=${'x'.repeat(201)}`],
    ['q', 'q=a&q=b'],
    ['q', 'q=ci%00ty'],
    ['capability', 'capability=%00'],
    ['publisher', `publisher=${'x'.repeat(257)}`],
    ['domain', 'domain=a&domain=b'],
  ])('refuses a %s that cannot be meant: %s', async (rule, query) => {
    const answer = await app.anonymous().get(`/publications?${query}`);
    expect(answer).toHaveErrorCode('QUERY_INVALID', 400);
    expect(answer.body).toMatchObject({ details: { rule } });
  });

  it('does not list a version twice, nor loses one, whose search row is missing', async () => {
    const damaged = await TestApp.start({ clock });
    await publishPackage(damaged, 'without');
    await damaged.sql('DELETE FROM registry.artifact_search');
    for (const [query, found] of [
      ['sort=newest', 1],
      ['publisher=local-registry', 1],
      ['q=without', 0],
    ] as const) {
      expect(((await damaged.anonymous().get(`/publications?${query}`)).body as Page).items).toHaveLength(found);
    }
    await damaged.close();
  });

  it('reads nothing out of what was taken down: only its id finds it', async () => {
    expect(await search({ q: 'secret-word' })).toEqual([]);
    const { manifest } = samplePackage() as Record<string, JsonObject>;
    const told = { manifest: { ...manifest, summary: 'A secret-word', domain: 'withdrawn' } };
    await publishPackage(app, 'lost/cause', '1.0.0', told);
    const questions: readonly Record<string, string>[] = [
      { q: 'secret-word' },
      { q: 'cause secret-word' },
      { domain: 'withdrawn' },
      { q: 'lost', domain: 'withdrawn' },
      { q: 'lost', capability: 'library.title.search' },
    ];
    for (const question of questions) expect(await search(question)).toEqual(['lost/cause@1.0.0']);
    await setLifecycle(app, encodeURIComponent('lost/cause'), '1.0.0', 'takedown');
    for (const question of questions) expect(await search(question)).toEqual([]);
    for (const q of ['LOST', 'lost cause', 'lost/cause', 'ca lost']) {
      expect(await search({ q })).toEqual(['lost/cause@1.0.0']);
    }
    expect(await search({ q: 'lo' })).toContain('lost/cause@1.0.0');
    expect(await search({ lifecycle: 'takedown' })).toEqual(['lost/cause@1.0.0']);
  });
});
