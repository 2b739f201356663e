import { violationsOf } from '../../support/accessibility';
import { describeInBrowser } from '../../support/browser';
import { LONG_PAGES, LOOKS, PAGES, type Look } from '../../support/browser-pages';
import type { WatchedPage } from '../../support/watched-page';
import { expectWholeByKeyboard } from './keyboard';
import { takePicture } from './pictures';

jest.setTimeout(60_000);

/** Each page is loaded once and looked at in every way: loading is what takes long. */
describeInBrowser('pages in a real browser', (suite) => {
  it.each(PAGES)(
    '%s is whole, reachable by keyboard, fits and is accessible at every width, light and dark',
    async (name, path, status) => {
      const watched = await suite.open({ viewport: { width: 768, height: 900 }, reducedMotion: 'reduce' });
      const { page } = watched;
      expect(await watched.goTo(suite.origin + path)).toBe(status);
      expect(await page.title()).toMatch(/^\S.* - ANIP Registry$/);
      expect(await page.locator('h1').count()).toBe(1);
      if (status >= 400) expect(await page.getByText(/^Request id$/).count()).toBe(1);
      await expectWholeByKeyboard(watched);
      for (const look of LOOKS) await takePicture(watched, name, look);
      for (const look of LOOKS) {
        expect({ ...look, ...(await faultsOf(watched, look)) }).toEqual({ ...look, ...NO_FAULTS });
      }
      expect(watched.complaints).toEqual([]);
    },
  );

  it.each(LONG_PAGES)('the long page %s fits and is accessible', async (path) => {
    const watched = await suite.open({ viewport: { width: 320, height: 900 } });
    expect(await watched.goTo(suite.origin + path)).toBe(200);
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

async function faultsOf(watched: WatchedPage, { width, colorScheme, isFolded, rules }: Look): Promise<Faults> {
  const { page } = watched;
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  await watched.fold(isFolded);
  const violations = await violationsOf(page, rules);
  await watched.fold(false);
  const isTooWide = (await watched.scrollWidth()) > width;
  return { violations, isTooWide, sticksOut: isTooWide ? await watched.sticksOut() : [] };
}
