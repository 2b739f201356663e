import { parser } from 'sax';
import { samplePackage } from '../../support/demo-requests';
import { publishPackage, setLifecycle } from '../../support/publish';
import { FixedClock, TestApp } from '../../support/test-app';
import type { JsonObject } from '../../../src/core/json/json-value';

jest.setTimeout(60_000);

const FEED = '/registry/packages.atom';
const HOSTILE = `]]>]]><script>alert('x')</script>&amp;\ufffe "quoted"`;

interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** Reads the document strictly: what is not well-formed throws. */
function parseXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const reader = parser(true);
  reader.onerror = (error) => {
    throw error;
  };
  reader.onopentag = ({ name, attributes }) => {
    const element: XmlElement = { name, attributes, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  };
  reader.onclosetag = () => void open.pop();
  reader.ontext = (text) => (open.at(-1)!.text += text);
  reader.oncdata = (text) => (open.at(-1)!.text += text);
  reader.write(xml).close();
  return root.children[0]!;
}

const all = ({ children }: XmlElement, name: string): XmlElement[] => children.filter((child) => child.name === name);
const textOf = (element: XmlElement, name: string): string => all(element, name)[0]?.text ?? '';
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** RFC 4287 sections 4.1.1 and 4.1.2, as far as it says MUST. */
function expectAtom(feed: XmlElement): void {
  expect([feed.name, feed.attributes.xmlns]).toEqual(['feed', 'http://www.w3.org/2005/Atom']);
  for (const element of [feed, ...all(feed, 'entry')]) {
    for (const name of ['id', 'title', 'updated']) expect([name, all(element, name).length]).toEqual([name, 1]);
    expect(() => new URL(textOf(element, 'id'))).not.toThrow();
    expect(textOf(element, 'updated')).toMatch(RFC_3339);
    for (const author of all(element, 'author')) expect(textOf(author, 'name')).not.toBe('');
    for (const { attributes } of all(element, 'link')) expect(attributes.href).toMatch(/^https?:\/\//);
    const alternates = all(element, 'link').filter(({ attributes: { rel = 'alternate' } }) => rel === 'alternate');
    expect(alternates).toHaveLength(1);
  }
  const ids = all(feed, 'entry').map((entry) => textOf(entry, 'id'));
  expect(new Set(ids).size).toBe(ids.length);
  expect(all(feed, 'link').some(({ attributes }) => attributes.rel === 'self')).toBe(true);
  expect(all(feed, 'author')).toHaveLength(1);
}

describe(FEED, () => {
  let app: TestApp;
  const clock = new FixedClock(new Date('2026-03-01T10:00:00Z'));

  beforeAll(async () => {
    app = await TestApp.start({ clock });
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  async function readFeed(path = FEED): Promise<XmlElement> {
    const answer = await app.anonymous().getPage(path).buffer(true).expect(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/atom+xml; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    const feed = parseXml(answer.text);
    expectAtom(feed);
    return feed;
  }
  const titles = (feed: XmlElement): string[] => all(feed, 'entry').map((entry) => textOf(entry, 'title'));
  const publishAt = (time: string, id: string, changes = {}): Promise<void> => {
    clock.time = new Date(time);
    return publishPackage(app, id, '1.0.0', changes);
  };

  it('is a whole feed of nothing when nothing is published', async () => {
    const feed = await readFeed();
    expect(all(feed, 'entry')).toEqual([]);
    expect(textOf(feed, 'updated')).toBe('1970-01-01T00:00:00.000Z');
  });

  it('has the newest versions first, with absolute links, publisher and times', async () => {
    await publishAt('2026-03-01T10:00:00Z', 'city/first');
    await publishAt('2026-03-02T10:00:00Z', 'second');
    const feed = await readFeed();
    expect(titles(feed)[0]).toMatch(/^second 1\.0\.0: /);
    expect(titles(feed)[1]).toMatch(/^city\/first 1\.0\.0: /);
    const [second, first] = all(feed, 'entry') as [XmlElement, XmlElement];
    expect(all(first, 'link')[0]!.attributes.href).toBe(`${app.origin}/registry/packages/city%2Ffirst/1.0.0`);
    const page = await app.anonymous().getPage('/registry/packages/city%2Ffirst/1.0.0').set('Accept', 'text/html');
    expect(page).toHaveStatus(200);
    expect(textOf(second, 'published')).toBe('2026-03-02T10:00:00.000Z');
    expect(textOf(feed, 'updated')).toBe('2026-03-02T10:00:00.000Z');
    expect(textOf(all(second, 'author')[0]!, 'name')).toBe('local-registry');
    const receipt = (await app.anonymous().get('/packages/second/1.0.0/receipt')).body as { receipt_id: string };
    expect(textOf(second, 'id')).toBe(`urn:anip-registry:receipt:${receipt.receipt_id}`);
  });

  it('says what became of a version, and nothing of one that was taken down', async () => {
    await publishAt('2026-03-01T10:00:00Z', 'kept');
    await publishAt('2026-03-01T11:00:00Z', 'gone');
    clock.time = new Date('2026-03-05T10:00:00Z');
    await setLifecycle(app, 'kept', '1.0.0', 'deprecated', { reason: 'there is a better one' });
    await setLifecycle(app, 'gone', '1.0.0', 'takedown');
    const feed = await readFeed();
    expect(titles(feed)).toEqual([expect.stringMatching(/^kept .*\(deprecated\)$/)]);
    const [kept] = all(feed, 'entry') as [XmlElement];
    expect(textOf(kept, 'summary')).toContain('there is a better one');
    expect(textOf(kept, 'updated')).toBe('2026-03-05T10:00:00.000Z');
    expect(textOf(kept, 'published')).toBe('2026-03-01T10:00:00.000Z');
  });

  it('carries hostile text as text', async () => {
    const manifest = { ...(samplePackage().manifest as JsonObject), name: HOSTILE, summary: HOSTILE };
    await publishAt('2026-03-01T10:00:00Z', 'hostile', { manifest });
    const [entry] = all(await readFeed(), 'entry') as [XmlElement];
    for (const name of ['title', 'summary']) {
      expect(all(entry, name)[0]!.attributes.type).toBe('html');
      expect(textOf(entry, name)).toContain('&lt;script&gt;');
      expect(textOf(entry, name)).not.toContain('<');
      expect(textOf(entry, name)).not.toContain('\ufffe');
    }
  });

  it('ends after fifty entries', async () => {
    for (let number = 0; number < 51; number += 1) {
      const minute = String(number).padStart(2, '0');
      await publishAt(`2026-03-01T10:${minute}:00Z`, `package-${minute}`);
    }
    const feed = await readFeed();
    expect(all(feed, 'entry')).toHaveLength(50);
    expect(titles(feed).at(-1)).toMatch(/^package-01 /);
  });

  it('is a 304 to who has it, until something changes', async () => {
    await publishAt('2026-03-01T10:00:00Z', 'first');
    const { headers } = await app.anonymous().getPage(FEED).expect(200);
    const again = await app.anonymous().getPage(FEED).set('If-None-Match', headers.etag!).expect(304);
    expect(again.text).toBe('');
    await publishAt('2026-03-01T11:00:00Z', 'second');
    await app.anonymous().getPage(FEED).set('If-None-Match', headers.etag!).expect(200);
  });

  it('names the configured address, or that of a trusted proxy', async () => {
    const forwarded = await app
      .anonymous()
      .getPage(FEED)
      .buffer(true)
      .set({ 'X-Forwarded-Host': 'registry.example.com', 'X-Forwarded-Proto': 'https' });
    expect(textOf(parseXml(forwarded.text), 'id')).toBe(`https://registry.example.com${FEED}`);
    const configured = await TestApp.start({ env: { ANIP_REGISTRY_PUBLIC_BASE_URL: 'https://packages.example.org' } });
    const answer = await configured.anonymous().getPage(FEED).buffer(true).set('X-Forwarded-Host', 'evil.example');
    expect(textOf(parseXml(answer.text), 'id')).toBe(`https://packages.example.org${FEED}`);
    await configured.close();
  });

  it('is announced by every page', async () => {
    const html = (await app.anonymous().getPage('/registry/packages').set('Accept', 'text/html')).text;
    expect(html).toMatch(/<link rel="alternate" type="application\/atom\+xml"[^>]* href="\/registry\/packages\.atom">/);
  });
});

describe('what browsers and crawlers ask for', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('robots.txt lets the pages be found, and keeps crawlers from counting as downloads', async () => {
    const answer = await app.anonymous().getPage('/robots.txt').expect(200);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.text).toContain('Allow: /registry/');
    expect(answer.text).toContain('Disallow: /registry-api/');
  });

  it('favicon.ico is nothing, and no 404', async () => {
    const answer = await app.anonymous().getPage('/favicon.ico').expect(204);
    expect(answer.text).toBe('');
  });
});
