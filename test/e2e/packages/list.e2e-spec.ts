import { publishPackage, publishTemplate, setLifecycle } from '../../support/publish';
import { shapeFaults } from '../../support/schemas';
import { FixedClock, TestApp } from '../../support/test-app';

interface Item {
  readonly package_id: string;
  readonly package_version: string;
  readonly published_at: string;
  readonly download_count: number;
  readonly lifecycle: { readonly status: string };
  readonly lineage?: object;
}
interface Page {
  readonly items: readonly Item[];
  readonly next_cursor?: string;
}

const names = (page: Page): string[] => page.items.map((item) => `${item.package_id}@${item.package_version}`);

describe('GET /publications', () => {
  const clock = new FixedClock(new Date('2026-10-01T12:00:00Z'));
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ clock });
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  async function list(query = '', of = app): Promise<Page> {
    const answer = await of.anonymous().get(`/publications${query}`);
    expect(answer).toHaveStatus(200);
    expect(shapeFaults('publications', answer.body)).toEqual([]);
    return answer.body as Page;
  }

  /** Follows next_cursor to the end; what `between` does happens after the first page. */
  async function walk(limit: number, between?: () => Promise<unknown>): Promise<Page[]> {
    const pages = [await list(`?limit=${limit}`)];
    await between?.();
    for (let last = pages[0]!; last.next_cursor !== undefined; last = pages.at(-1)!) {
      pages.push(await list(`?limit=${limit}&cursor=${encodeURIComponent(last.next_cursor)}`));
    }
    return pages;
  }

  async function publishAt(second: number, id: string, version = '1.0.0', downloads = 0): Promise<void> {
    clock.time = new Date(Date.UTC(2026, 9, 1, 12, 0, second));
    await publishPackage(app, id, version);
    for (let times = 0; times < downloads; times += 1) {
      await app.anonymous().get(`/packages/${id}/${version}/download`).expect(200);
    }
  }

  /** Every column of the order decides somewhere: downloads, time, id, version (as text: 1.9 above 1.10). */
  const ORDERED = [
    'late@1.0.0',
    'popular@1.0.0',
    'old@2.0.0',
    'B@1.0.0',
    'a@1.9.0',
    'a@1.10.0',
    'b-2@1.0.0',
    'older@1.0.0',
  ];

  async function publishOrdered(): Promise<void> {
    await publishAt(0, 'older');
    await publishAt(5, 'b-2');
    await publishAt(5, 'a', '1.10.0');
    await publishAt(5, 'B');
    await publishAt(5, 'a', '1.9.0');
    await publishAt(0, 'popular', '1.0.0', 2);
    await publishAt(9, 'late', '1.0.0', 2);
    await publishAt(0, 'old', '2.0.0', 1);
  }

  it('answers an empty list when there is nothing', async () => {
    const answer = await app.anonymous().get('/publications').expect(200);
    expect(answer.text).toBe('{"items":[]}\n');
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-cache' });
    expect(answer.headers).not.toHaveProperty('link');
    expect((await list('?limit=5')).items).toEqual([]);
  });

  it('answers everything in the order of the contract', async () => {
    await publishOrdered();
    const whole = await list();
    expect(names(whole)).toEqual(ORDERED);
    expect(whole).not.toHaveProperty('next_cursor');
    expect(whole.items.map(({ download_count }) => download_count)).toEqual([2, 2, 1, 0, 0, 0, 0, 0]);
  });

  it.each([1, 2, 3, 7, 8, 9])(
    'pages of %i have every item once and in order, and the last one no cursor',
    async (limit) => {
      await publishOrdered();
      const pages = await walk(limit);
      expect(pages.flatMap(names)).toEqual(ORDERED);
      expect(pages).toHaveLength(Math.ceil(ORDERED.length / limit));
      for (const page of pages.slice(0, -1)) expect(page.items).toHaveLength(limit);
    },
  );

  it('names the next page by an absolute address, too', async () => {
    await publishOrdered();
    const first = await app.anonymous().get('/publications?limit=3&view=all').set('Host', 'registry.example.org:81');
    const { next_cursor } = first.body as Page;
    const link = String(first.headers.link);
    const query = new URLSearchParams({ limit: '3', view: 'all', cursor: next_cursor! });
    expect(link).toBe(`<http://registry.example.org:81/registry-api/v1/publications?${query.toString()}>; rel="next"`);
    const followed = await app.anonymous().get(`/publications?${query.toString()}`);
    expect(names(followed.body as Page)).toEqual(ORDERED.slice(3, 6));
    const doubled = await app.anonymous().getPage('/registry-api/v1/registry-api/v1/publications?limit=3');
    expect(doubled.headers.link).toContain(`<${app.origin}/registry-api/v1/publications?limit=3&cursor=`);
  });

  it('answers HEAD with the headers of the page', async () => {
    await publishOrdered();
    const head = await app.anonymous().head('/publications?limit=3').expect(200);
    expect(head.headers.link).toBe((await app.anonymous().get('/publications?limit=3')).headers.link);
    expect(head.text).toBeFalsy();
  });

  it('goes on after counts have moved: what did not move comes exactly once', async () => {
    await publishOrdered();
    const moved = 'b-2@1.0.0';
    const pages = await walk(3, async () => {
      for (let times = 0; times < 5; times += 1) await app.anonymous().get('/packages/b-2/1.0.0/download').expect(200);
    });
    const seen = pages.flatMap(names);
    expect(seen.filter((name) => name !== moved)).toEqual(ORDERED.filter((name) => name !== moved));
    expect(names(await list('?limit=1'))).toEqual([moved]);
  });

  it('goes on after the item that the cursor stands on has moved, and after new ones were published', async () => {
    await publishOrdered();
    const last = ORDERED[2]!.split('@');
    const pages = await walk(3, async () => {
      await app
        .anonymous()
        .get(`/packages/${last.join('/')}/download`)
        .expect(200);
      await publishAt(20, 'brand-new');
    });
    expect(pages.slice(1).flatMap(names)).toEqual(['brand-new@1.0.0', ...ORDERED.slice(3)]);
  });

  it('holds every lifecycle state, and withholds the lineage of what was taken down', async () => {
    for (const status of ['active', 'superseded', 'deprecated', 'yanked', 'takedown']) {
      await publishAt(0, `is-${status}`);
      if (status !== 'active') await setLifecycle(app, `is-${status}`, '1.0.0', status);
    }
    const { items } = await list();
    expect(items.map(({ package_id }) => package_id)).toEqual(items.map(({ lifecycle }) => `is-${lifecycle.status}`));
    expect(items).toHaveLength(5);
    for (const { lineage, lifecycle } of items) expect(lineage === undefined).toBe(lifecycle.status === 'takedown');
  });

  it('ends at ANIP_REGISTRY_LIST_MAX with a cursor for the rest', async () => {
    await publishOrdered();
    const small = await TestApp.start({ database: app.database, env: { ANIP_REGISTRY_LIST_MAX: '5' } });
    const first = await list('', small);
    expect(names(first)).toEqual(ORDERED.slice(0, 5));
    const rest = await list(`?cursor=${encodeURIComponent(first.next_cursor!)}`, small);
    expect(names(rest)).toEqual(ORDERED.slice(5));
    expect(rest).not.toHaveProperty('next_cursor');
    // A page may be larger than what an unasked list holds.
    expect(names(await list('?limit=7', small))).toEqual(ORDERED.slice(0, 7));
    await small.close();
  });

  it('is complete without parameters, beyond one page and one write', async () => {
    const all = Array.from({ length: 100 }, (_, index) => `many-${String(index).padStart(3, '0')}`);
    await Promise.all(all.map((id) => publishPackage(app, id)));
    const answer = await app.anonymous().get('/publications').expect(200);
    expect((answer.body as Page).items.map(({ package_id }) => package_id).sort()).toEqual(all);
    expect(Buffer.byteLength(answer.text)).toBeGreaterThan(64 * 1024);
    const pages = await walk(40);
    expect(pages.flatMap(names)).toEqual(names(answer.body as Page));
  }, 20_000);

  it.each(['0', '1001', '-1', '1.5', 'abc', '', '1e2', '10000', '٣', '1&limit=2'])(
    'refuses limit=%s with QUERY_INVALID',
    async (limit) => {
      const answer = await app.anonymous().get(`/publications?limit=${encodeURI(limit)}`);
      expect(answer).toHaveErrorCode('QUERY_INVALID', 400);
      expect(shapeFaults('problem', answer.body)).toEqual([]);
      expect(answer.body).toMatchObject({ details: { rule: 'limit' } });
    },
  );

  it('takes limits from 1 to 1000, and ignores parameters it does not know', async () => {
    await publishOrdered();
    expect((await list('?limit=1')).items).toHaveLength(1);
    expect((await list('?limit=1000')).items).toHaveLength(8);
    expect(names(await list('?view=all&view=none&__proto__=x&constructor=y&limit2=0'))).toEqual(ORDERED);
  });

  describe('refuses a cursor', () => {
    const cursorOf = (...values: unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');
    const LIST = 'publications by downloads';
    const TIME = '2026-10-01T12:00:00.000Z';

    it.each([
      ['that is empty', ''],
      ['that is no base64', '%F0%9F%92%A9'],
      ['that is no JSON', Buffer.from('not json').toString('base64url')],
      ['that is another JSON', Buffer.from('{"a":1}').toString('base64url')],
      ['of another format', cursorOf(0, LIST, 0, TIME, 'a', '1')],
      ['of another list', cursorOf(1, 'templates by downloads', 0, TIME, 'a', '1')],
      ['without a version', cursorOf(1, LIST, 0, TIME, 'a')],
      ['with a count that is no number', cursorOf(1, LIST, '0', TIME, 'a', '1')],
      ['with a count that is no whole number', cursorOf(1, LIST, 0.5, TIME, 'a', '1')],
      ['with a count out of range', cursorOf(1, LIST, 1e300, TIME, 'a', '1')],
      ['with a time that is no time', cursorOf(1, LIST, 0, 'yesterday', 'a', '1')],
      ['with a day that no month has', cursorOf(1, LIST, 0, '2026-02-30T00:00:00.000Z', 'a', '1')],
      ['with the year 0', cursorOf(1, LIST, 0, '0000-01-01T00:00:00.000Z', 'a', '1')],
      ['with hour 24', cursorOf(1, LIST, 0, '2026-01-01T24:00:00.000Z', 'a', '1')],
      ['with U+0000 in the id', cursorOf(1, LIST, 0, TIME, 'a\u0000', '1')],
      ['with SQL for a time', cursorOf(1, LIST, 0, "2026-10-01T12:00:00.000Z'; --", 'a', '1')],
    ])('%s', async (_, cursor) => {
      const answer = await app.anonymous().get(`/publications?cursor=${cursor}`);
      expect(answer).toHaveErrorCode('CURSOR_INVALID', 400);
      expect(shapeFaults('problem', answer.body)).toEqual([]);
    });

    it('of the templates, and the templates one of the publications', async () => {
      for (const id of ['one', 'two']) {
        await publishPackage(app, id);
        await publishTemplate(app, id);
      }
      const ofPackages = (await list('?limit=1')).next_cursor!;
      const ofTemplates = ((await app.anonymous().get('/templates?limit=1')).body as Page).next_cursor!;
      const misused = [`/publications?cursor=${ofTemplates}`, `/templates?cursor=${ofPackages}`];
      for (const path of misused) expect(await app.anonymous().get(path)).toHaveErrorCode('CURSOR_INVALID', 400);
    });

    it('that is given twice or is far too long', async () => {
      for (const query of ['cursor=a&cursor=b', `cursor=${'a'.repeat(4_097)}`]) {
        expect(await app.anonymous().get(`/publications?${query}`)).toHaveErrorCode('QUERY_INVALID', 400);
      }
    });
  });
});
