import type { BrowserSuite } from '../../support/browser';
import type { WatchedPage } from '../../support/watched-page';

const LIBRARY = '/registry/packages/city-library-lending';

export function controlTests(suite: BrowserSuite): void {
  /** What the steps lead to without and with JavaScript: a page of this service needs none. */
  async function bothWays(path: string, steps: (watched: WatchedPage) => Promise<void>): Promise<string> {
    const results: string[] = [];
    for (const javaScriptEnabled of [false, true]) {
      const watched = await suite.open({ javaScriptEnabled });
      await watched.goTo(suite.origin + path);
      await steps(watched);
      expect(watched.complaints).toEqual([]);
      results.push(`${watched.page.url()}\n${await watched.page.locator('main').innerText()}`);
    }
    expect(results[1]).toBe(results[0]);
    return results[0]!;
  }

  it.each(['packages', 'templates'])(
    'controls search %s, with a search that finds and one that does not',
    async (list) => {
      const found = await bothWays(`/registry/${list}`, async ({ page }) => {
        await page.locator('input[name=q]').fill('library');
        await page.locator('input[name=q]').press('Enter');
        await page.waitForURL(/[?&]q=library/);
        expect(await page.locator('input[name=q]').inputValue()).toBe('library');
      });
      expect(found).toContain('city-library');
      expect(found).not.toContain('harbour-berth');
      const none = await bothWays(`/registry/${list}?q=zebra`, () => Promise.resolve());
      expect(none).not.toContain('city-library');
    },
  );

  it('controls sort by name, keeping the search', async () => {
    const sorted = await bothWays('/registry/packages?q=1.0.0', async ({ page }) => {
      await page.locator('select[name=sort]').selectOption('name');
      await page.locator('main form[method=get] button[type=submit]').first().click();
      await page.waitForURL(/[?&]sort=name/);
      expect(await page.locator('select[name=sort]').inputValue()).toBe('name');
      const ids = await page.locator(`main a[href*="/registry/packages/"]`).allInnerTexts();
      expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
    });
    expect(sorted).toContain('q=1.0.0');
  });

  it('controls filter by lifecycle', async () => {
    const yanked = await bothWays('/registry/packages', async ({ page }) => {
      await page.getByText('Filters', { exact: true }).click();
      await page.locator('select[name=lifecycle]').selectOption('yanked');
      await page.locator('main form[method=get] button[type=submit]').first().click();
      await page.waitForURL(/[?&]lifecycle=yanked/);
    });
    expect(yanked).toContain('was/yanked');
    expect(yanked).not.toContain('harbour-berth');
  });

  it('controls go on to the next page, and keep what was asked for', async () => {
    const second = await bothWays('/registry/packages?sort=name&limit=3', async ({ page }) => {
      const first = await page.locator('main').innerText();
      await page.locator('a[rel=next]').click();
      await page.waitForURL(/cursor=/);
      expect(await page.locator('main').innerText()).not.toBe(first);
    });
    expect(second).toContain('sort=name');
  });

  it('controls compare two chosen versions', async () => {
    const compared = await bothWays(LIBRARY, async ({ page }) => {
      await page.getByLabel('What changed from').selectOption('1.0.0');
      await page.getByLabel('to', { exact: true }).selectOption('2.0.0');
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.waitForURL(`**${LIBRARY}/compare/1.0.0/2.0.0`);
    });
    expect(compared).toContain('A required input was added');
  });

  it('controls unfold every folded part and fold it again', async () => {
    await bothWays(`${LIBRARY}/2.0.0`, async ({ page }) => {
      const summaries = page.locator('main details > summary');
      const count = await summaries.count();
      expect(count).toBeGreaterThan(5);
      // The last first: opening one does not hide another.
      for (let index = count - 1; index >= 0; index -= 1) await summaries.nth(index).press('Enter');
      expect(await page.locator('main details:not([open])').count()).toBe(0);
      await summaries.first().press('Space');
      expect(await page.locator('main details:not([open])').count()).toBe(1);
    });
  });

  it('controls lead from an unusable version to its replacement, and fetch a yanked one only knowingly', async () => {
    await bothWays('/registry/packages/was%2Ftakedown/1.0.0', async ({ page }) => {
      await page.getByRole('link', { name: 'city-library-lending@2.0.0' }).click();
      await page.waitForURL(`**${LIBRARY}/2.0.0`);
    });
    const yanked = await suite.open();
    await yanked.goTo(`${suite.origin}/registry/packages/was%2Fyanked/1.0.0`);
    expect(await yanked.page.locator('main').innerText()).toContain('made yanked by a test');
    const downloads = yanked.page.getByRole('link', { name: /^download (artifact|lock)$/i });
    expect(await downloads.count()).toBe(2);
    for (const link of await downloads.all()) expect(await link.getAttribute('href')).toContain('allow_yanked=true');
  });
}
