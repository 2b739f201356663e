import { describeInBrowser } from '../../support/browser';
import { fillStore } from '../../support/browser-store';
import { TestApp } from '../../support/test-app';

jest.setTimeout(60_000);

const MAX_PAGES = 400;
const LINKS = `[...document.querySelectorAll('a[href], link[href]')].map((link) => link.href)`;
const DEAD_FRAGMENTS = `[...document.querySelectorAll('a[href^="#"]')]
  .map((link) => link.getAttribute('href'))
  .filter((href) => href !== '#' && document.getElementById(decodeURIComponent(href.slice(1))) === null)`;
const REPEATED_IDS = `[...document.querySelectorAll('[id]')]
  .map(({ id }) => id)
  .filter((id, index, ids) => ids.indexOf(id) !== index)`;

describeInBrowser('links in a real browser', (open) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    await fillStore(app);
  });
  afterAll(() => app.close());

  it('lead somewhere, from the list to the last page that can be reached; every page fits a narrow window', async () => {
    const watched = await open({ viewport: { width: 320, height: 900 } });
    const { page } = watched;
    const seen = new Set([`${app.origin}/registry`]);
    const dead: string[] = [];
    const wide: string[] = [];
    let pages = 0;
    for (const url of seen) {
      const answer = await fetch(url);
      await answer.arrayBuffer();
      if (answer.status >= 400 && !isTakenDown(url, answer.status)) dead.push(`${answer.status} ${url}`);
      if (answer.headers.get('content-type') !== 'text/html; charset=utf-8') continue;
      pages += 1;
      expect(pages).toBeLessThan(MAX_PAGES);
      await page.goto(url);
      if ((await watched.scrollWidth()) > 320) wide.push(url, ...(await watched.sticksOut()));
      dead.push(...(await page.evaluate<string[]>(DEAD_FRAGMENTS)).map((href) => `${href} on ${url}`));
      dead.push(...(await page.evaluate<string[]>(REPEATED_IDS)).map((id) => `two of id ${id} on ${url}`));
      for (const href of await page.evaluate<string[]>(LINKS)) {
        const [target = ''] = href.split('#');
        if (target.startsWith(`${app.origin}/`)) seen.add(target);
      }
    }
    expect(dead).toEqual([]);
    expect(wide).toEqual([]);
    expect(watched.complaints).toEqual([]);
    expect(pages).toBeGreaterThan(15);
  });
});

/** The only links that may lead to a refusal: to the page that says why a version is gone. */
function isTakenDown(url: string, status: number): boolean {
  return status === 410 && url.endsWith('/packages/was%2Ftakedown/1.0.0');
}
