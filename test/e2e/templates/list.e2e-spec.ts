import { publishTemplate } from '../../support/publish';
import { shapeFaults } from '../../support/schemas';
import { FixedClock, TestApp } from '../../support/test-app';

interface Page {
  readonly items: readonly {
    readonly template_id: string;
    readonly template_version: string;
    readonly manifest?: object;
  }[];
  readonly next_cursor?: string;
}

const names = (page: Page): string[] => page.items.map((item) => `${item.template_id}@${item.template_version}`);

describe('GET /templates', () => {
  const clock = new FixedClock(new Date('2026-10-01T12:00:00Z'));
  let app: TestApp;
  const ORDERED = ['popular@1.0.0', 'new@1.0.0', 'A@1.0.0', 'a-b@2.0.0', 'a-b@10.0.0', 'old@1.0.0'];

  beforeAll(async () => {
    app = await TestApp.start({ clock });
    expect((await app.anonymous().get('/templates').expect(200)).text).toBe('{"items":[]}\n');
    const publishAt = (second: number, id: string, version?: string): Promise<void> => {
      clock.time = new Date(Date.UTC(2026, 9, 1, 12, 0, second));
      return publishTemplate(app, id, version);
    };
    await publishAt(0, 'old');
    await publishAt(0, 'popular');
    await publishAt(1, 'a-b', '10.0.0');
    await publishAt(1, 'a-b', '2.0.0');
    await publishAt(1, 'A');
    await publishAt(2, 'new');
    await app.anonymous().get('/templates/popular/1.0.0/download').expect(200);
  });
  afterAll(() => app.close());

  it('answers everything in the order of the contract, manifests included and no template', async () => {
    const answer = await app.anonymous().get('/templates').expect(200);
    expect(shapeFaults('templates', answer.body)).toEqual([]);
    expect(names(answer.body as Page)).toEqual(ORDERED);
    expect(answer.body).not.toHaveProperty('next_cursor');
    for (const { manifest } of (answer.body as Page).items) expect(manifest).toHaveProperty('template_title');
  });

  it.each([1, 2, 4, 5, 6])('pages of %i have every item once and in order', async (limit) => {
    const seen: string[] = [];
    let query = `?limit=${limit}`;
    for (;;) {
      const answer = await app.anonymous().get(`/templates${query}`).expect(200);
      const page = answer.body as Page;
      seen.push(...names(page));
      expect(answer.headers.link === undefined).toBe(page.next_cursor === undefined);
      if (page.next_cursor === undefined) break;
      query = `?limit=${limit}&cursor=${page.next_cursor}`;
      expect(answer.headers.link).toBe(`<${app.origin}/registry-api/v1/templates${query}>; rel="next"`);
    }
    expect(seen).toEqual(ORDERED);
  });

  it('ends at ANIP_REGISTRY_LIST_MAX with a cursor', async () => {
    const small = await TestApp.start({ database: app.database, env: { ANIP_REGISTRY_LIST_MAX: '2' } });
    const first = (await small.anonymous().get('/templates')).body as Page;
    const second = (await small.anonymous().get(`/templates?cursor=${first.next_cursor ?? ''}`)).body as Page;
    expect([names(first), names(second)]).toEqual([ORDERED.slice(0, 2), ORDERED.slice(2, 4)]);
    await small.close();
  });

  it('ignores parameters that it does not know, and refuses a limit or a cursor that is none', async () => {
    const answer = await app.anonymous().get('/templates?project=service&view=library').expect(200);
    expect(names(answer.body as Page)).toEqual(ORDERED);
    expect(await app.anonymous().get('/templates?limit=0')).toHaveErrorCode('QUERY_INVALID', 400);
    expect(await app.anonymous().get('/templates?cursor=garbage')).toHaveErrorCode('CURSOR_INVALID', 400);
  });
});
