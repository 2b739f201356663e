import { violationsOf } from '../../support/accessibility';
import { describeInBrowser } from '../../support/browser';
import { LONG_PAGES, LOOKS, PAGES, type Look } from '../../support/browser-pages';
import { fillStore } from '../../support/browser-store';
import { TestApp } from '../../support/test-app';
import type { WatchedPage } from '../../support/watched-page';

jest.setTimeout(60_000);

describeInBrowser('pages in a real browser', (open) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    await fillStore(app);
  });
  afterAll(() => app.close());

  it.each(PAGES)('%s is whole, fits and is accessible at every width, light and dark', async (_, path, status) => {
    const watched = await open();
    const { page } = watched;
    expect(await watched.goTo(app.origin + path)).toBe(status);
    expect(await page.title()).toMatch(/^\S.* - ANIP Registry$/);
    expect(await page.locator('h1').count()).toBe(1);
    for (const look of LOOKS)
      expect({ ...look, ...(await faultsOf(watched, look)) }).toEqual({ ...look, ...NO_FAULTS });
    expect(watched.complaints).toEqual([]);
    if (status >= 400) expect(await page.getByText(/^Request id$/).count()).toBe(1);
  });

  it.each(LONG_PAGES)('the long page %s fits and is accessible', async (path) => {
    const watched = await open({ viewport: { width: 320, height: 900 } });
    expect(await watched.goTo(app.origin + path)).toBe(200);
    expect(await violationsOf(watched.page)).toEqual([]);
    await watched.fold(false);
    expect(await watched.scrollWidth()).toBeLessThanOrEqual(320);
    expect(watched.complaints).toEqual([]);
  });
});

interface Faults {
  readonly violations: readonly string[];
  readonly isTooWide: boolean;
  readonly sticksOut: readonly string[];
}

const NO_FAULTS: Faults = { violations: [], isTooWide: false, sticksOut: [] };

async function faultsOf(watched: WatchedPage, { width, colorScheme }: Look): Promise<Faults> {
  const { page } = watched;
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  // What is folded is looked at once in light and once in dark colours: it takes long, and its colours are the same.
  await watched.fold(width !== (colorScheme === 'light' ? 768 : 1440));
  const violations = await violationsOf(page, colorScheme === 'light' ? 'all' : 'colours');
  await watched.fold(false);
  const isTooWide = (await watched.scrollWidth()) > width;
  return { violations, isTooWide, sticksOut: isTooWide ? await watched.sticksOut() : [] };
}
