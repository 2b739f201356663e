import { describeInBrowser } from '../../support/browser';
import { PAGES } from '../../support/browser-pages';
import { fillStore } from '../../support/browser-store';
import { TestApp } from '../../support/test-app';

jest.setTimeout(60_000);

/** Everything that a mouse can use, in the order of the document; numbered, so that it can be recognised. */
const NUMBER_CONTROLS = `[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter((control) => control.checkVisibility())
  .map((control, index) => { control.setAttribute('data-number', String(index)); return index; })`;

/** The focused control, and whether a sighted reader sees where the focus is. */
const FOCUSED = `(() => {
  const focused = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  const { top, bottom, left, right } = focused.getBoundingClientRect();
  return {
    number: Number(focused.getAttribute('data-number') ?? -1),
    isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    isInWindow: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
    html: focused.outerHTML.slice(0, 120),
  };
})()`;

interface Focused {
  readonly number: number;
  readonly isMarked: boolean;
  readonly isInWindow: boolean;
  readonly html: string;
}

describeInBrowser('the keyboard in a real browser', (open) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    await fillStore(app);
  });
  afterAll(() => app.close());

  it.each(PAGES)('reaches all there is on %s', async (_, path) => {
    const { page, complaints } = await open({ viewport: { width: 768, height: 900 }, reducedMotion: 'reduce' });
    await page.goto(app.origin + path);
    const controls = await page.evaluate<number[]>(NUMBER_CONTROLS);
    const reached: number[] = [];
    for (let press = 1; press <= controls.length; press += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate<Focused>(FOCUSED);
      expect(focused).toMatchObject({ isMarked: true, isInWindow: true });
      reached.push(focused.number);
    }
    expect(reached).toEqual(controls);
    expect(complaints).toEqual([]);
  });

  it('skips the navigation', async () => {
    const { page } = await open();
    await page.goto(`${app.origin}/registry/packages`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.innerText')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.querySelector("main").contains(document.activeElement)')).toBe(true);
  });

  it('searches and compares', async () => {
    const { page } = await open();
    await page.goto(`${app.origin}/registry/packages`);
    await page.locator('input[name=q]').focus();
    await page.keyboard.type('library');
    await page.keyboard.press('Enter');
    await page.waitForURL(/[?&]q=library/);
    await page.goto(`${app.origin}/registry/packages/city-library-lending`);
    await page.getByLabel('What changed from').focus();
    await page.keyboard.type('1.0.0');
    await page.keyboard.press('Tab');
    await page.keyboard.type('2.0.0');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/compare/1.0.0/2.0.0');
  });
});
