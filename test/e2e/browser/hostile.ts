import type { BrowserSuite } from '../../support/browser';
import { MANY_CAPABILITIES } from '../../support/browser-store';

const PACKAGE = '/registry/packages/hostile%2Fpackage/1.0.0';

export function hostileTests(suite: BrowserSuite): void {
  it.each([
    '/registry/packages',
    '/registry/packages/hostile%2Fpackage',
    PACKAGE,
    '/registry/templates',
    '/registry/templates/hostile-template',
    '/registry/templates/hostile-template/1.0.0',
  ])('hostile content is inert on %s', async (path) => {
    const watched = await suite.open();
    const { page } = watched;
    expect(await watched.goTo(suite.origin + path)).toBe(200);
    await watched.fold(false);
    expect(await page.evaluate(ACTING)).toEqual({ pwned: false, elements: [], handlers: [], addresses: [] });
    for (const width of [320, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await watched.sticksOut()).toEqual([]);
      expect(await watched.scrollWidth()).toBeLessThanOrEqual(width);
    }
    expect(watched.complaints).toEqual([]);
  });

  it('hostile content stays readable: the text of a script and of a link is there, and a good link is one', async () => {
    const { page, ...watched } = await suite.open();
    await page.goto(suite.origin + PACKAGE);
    const readme = page.locator('#readme');
    expect(await readme.innerText()).toContain('<script src="https://evil.invalid/x.js"></script>');
    for (const text of ['script link', 'data link', 'spaced link', 'file link', 'relative link', 'reference link']) {
      expect(await readme.getByText(text).count()).toBeGreaterThan(0);
      expect(await readme.getByRole('link', { name: text }).count()).toBe(0);
    }
    const good = readme.getByRole('link', { name: 'good link' });
    expect(await good.getAttribute('href')).toBe('https://example.org/guide');
    expect(await good.getAttribute('rel')).toBe('noopener noreferrer nofollow ugc');
    expect(watched.complaints).toEqual([]);
  });

  it('hostile content does not reach the text around it through bidirectional controls', async () => {
    const { page } = await suite.open();
    await page.goto(suite.origin + PACKAGE);
    expect(await page.locator('body').innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  it(`a page of ${MANY_CAPABILITIES} capabilities is not heavy`, async () => {
    const watched = await suite.open({ viewport: { width: 320, height: 900 } });
    const response = await watched.page.goto(`${suite.origin}/registry/packages/many%2Fcapabilities/1.0.0`);
    const html = await response!.text();
    expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
    expect(html.split('library.shelf.search_256').length).toBeGreaterThan(1);
    await watched.fold(false);
    expect(await watched.scrollWidth()).toBeLessThanOrEqual(320);
    expect(watched.complaints).toEqual([]);
  });
}

/** Whatever runs, or would: scripts that ran, elements that load or act, handlers, odd addresses. */
const ACTING = `({
  pwned: 'pwned' in window,
  elements: [...document.querySelectorAll('script, iframe, style, base, object, embed, meta[http-equiv], [style]')]
    .map((element) => element.outerHTML.slice(0, 120)),
  handlers: [...document.querySelectorAll('*')]
    .flatMap((element) => element.getAttributeNames())
    .filter((name) => name.startsWith('on')),
  addresses: [...document.querySelectorAll('[href], [src], [action], [formaction]')]
    .map((element) => element.href?.baseVal ?? element.href ?? element.src ?? element.formAction ?? element.action)
    .filter((address) => !/^https?:/.test(address) || /evil\\.invalid/.test(address)),
})`;
