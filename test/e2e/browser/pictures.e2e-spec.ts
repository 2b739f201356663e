import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeInBrowser } from '../../support/browser';
import { LOOKS, PAGES } from '../../support/browser-pages';
import { fillStore } from '../../support/browser-store';
import { TestApp } from '../../support/test-app';

jest.setTimeout(60_000);

const PICTURES = join(__dirname, '../../../test-results/pages');
/** Pictures end here: the rest of a longer page is more of the same. */
const MAX_HEIGHT = 4000;

/** For people to look at: whether a page looks right is nothing that a test can say. */
describeInBrowser('pictures of the pages', (open) => {
  let app: TestApp;

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    app = await TestApp.start();
    await fillStore(app);
  });
  afterAll(() => app.close());

  it.each(PAGES)('%s', async (name, path) => {
    const { page } = await open();
    await page.goto(app.origin + path);
    for (const { width, colorScheme } of LOOKS) {
      // The same colours as on the desk.
      if (colorScheme === 'dark' && width < 1440) continue;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const height = await page.evaluate<number>('document.documentElement.scrollHeight');
      const file = join(PICTURES, `${name}-${width}-${colorScheme}.png`);
      const clip = { x: 0, y: 0, width, height: Math.min(height, MAX_HEIGHT) };
      await page.screenshot({ path: file, clip, fullPage: true });
      expect(statSync(file).size).toBeGreaterThan(1000);
    }
  });
});
