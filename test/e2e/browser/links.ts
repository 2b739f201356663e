import type { BrowserSuite } from '../../support/browser';

const MAX_PAGES = 400;
/** Where the page leads to, and what is wrong with the page itself. */
const FACTS = `(() => {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  const isThere = (href) => href === '#' || document.getElementById(decodeURIComponent(href.slice(1))) !== null;
  return {
    links: [...document.querySelectorAll('a[href], link[href]')].map((link) => link.href),
    deadFragments: [...document.querySelectorAll('a[href^="#"]')]
      .map((link) => link.getAttribute('href'))
      .filter((href) => !isThere(href)),
    repeatedIds: ids.filter((id, index) => ids.indexOf(id) !== index),
    width: document.scrollingElement.scrollWidth,
  };
})()`;

interface Facts {
  readonly links: readonly string[];
  readonly deadFragments: readonly string[];
  readonly repeatedIds: readonly string[];
  readonly width: number;
}

export function linkTests(suite: BrowserSuite): void {
  it('all links lead somewhere, from the list to the last page that can be reached; every page fits a narrow window', async () => {
    const watched = await suite.open({ viewport: { width: 320, height: 900 } });
    const { page } = watched;
    const seen = new Set([`${suite.origin}/registry`]);
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
      const facts = await page.evaluate<Facts>(FACTS);
      if (facts.width > 320) wide.push(url, ...(await watched.sticksOut()));
      dead.push(...facts.deadFragments.map((href) => `${href} on ${url}`));
      dead.push(...facts.repeatedIds.map((id) => `two of id ${id} on ${url}`));
      for (const href of facts.links) {
        const [target = ''] = href.split('#');
        if (target.startsWith(`${suite.origin}/`)) seen.add(target);
      }
    }
    expect(dead).toEqual([]);
    expect(wide).toEqual([]);
    expect(watched.complaints).toEqual([]);
    expect(pages).toBeGreaterThan(15);
  });
}

/** The only links that may lead to a refusal: to the page that says why a version is gone. */
function isTakenDown(url: string, status: number): boolean {
  return status === 410 && url.endsWith('/packages/was%2Ftakedown/1.0.0');
}
