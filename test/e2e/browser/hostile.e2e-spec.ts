import { describeInBrowser } from '../../support/browser';
import { fillStore, MANY_CAPABILITIES } from '../../support/browser-store';
import { TestApp } from '../../support/test-app';

jest.setTimeout(60_000);

const PACKAGE = '/registry/packages/hostile%2Fpackage/1.0.0';

describeInBrowser('hostile content in a real browser', (open) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    await fillStore(app);
  });
  afterAll(() => app.close());

  it.each([
    '/registry/packages',
    '/registry/packages/hostile%2Fpackage',
    PACKAGE,
    '/registry/templates',
    '/registry/templates/hostile-template',
    '/registry/templates/hostile-template/1.0.0',
  ])('is inert on %s', async (path) => {
    for (const width of [320, 1440]) {
      const watched = await open({ viewport: { width, height: 900 } });
      const { page } = watched;
      expect(await watched.goTo(app.origin + path)).toBe(200);
      await watched.fold(false);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      for (const element of ['script', 'iframe', 'style', 'base', 'object', 'embed', 'meta[http-equiv]', '[style]']) {
        expect([element, await page.locator(element).count()]).toEqual([element, 0]);
      }
      expect(await page.evaluate(HANDLERS)).toEqual([]);
      expect(await page.evaluate(ODD_ADDRESSES)).toEqual([]);
      expect(await watched.sticksOut()).toEqual([]);
      expect(await watched.scrollWidth()).toBeLessThanOrEqual(width);
      expect(watched.complaints).toEqual([]);
    }
  });

  it('stays readable: the text of a script and of a link is there, and a good link is one', async () => {
    const { page, ...watched } = await open();
    await page.goto(app.origin + PACKAGE);
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

  it('does not reach the text around it through bidirectional controls', async () => {
    const { page } = await open();
    await page.goto(app.origin + PACKAGE);
    expect(await page.locator('body').innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  it(`does not make a page of ${MANY_CAPABILITIES} capabilities heavy`, async () => {
    const watched = await open({ viewport: { width: 320, height: 900 } });
    const response = await watched.page.goto(`${app.origin}/registry/packages/many%2Fcapabilities/1.0.0`);
    const html = await response!.text();
    expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
    expect(html.split('library.shelf.search_256').length).toBeGreaterThan(1);
    await watched.fold(false);
    expect(await watched.scrollWidth()).toBeLessThanOrEqual(320);
    expect(watched.complaints).toEqual([]);
  });
});

const HANDLERS = `[...document.querySelectorAll('*')]
  .flatMap((element) => element.getAttributeNames())
  .filter((name) => name.startsWith('on'))`;

const ODD_ADDRESSES = `[...document.querySelectorAll('[href], [src], [action]')]
  .map((element) => element.href?.baseVal ?? element.href ?? element.src ?? element.action)
  .filter((address) => !/^https?:/.test(address) || /evil\\.invalid/.test(address))`;
