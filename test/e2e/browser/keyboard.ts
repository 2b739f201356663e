import type { BrowserSuite } from '../../support/browser';
import type { WatchedPage } from '../../support/watched-page';

/**
 * Numbers everything that a mouse can use, in the order of the document, and notes at each Tab which of it the Tab
 * before has reached: by then the browser has scrolled there. No focus yet, as on a page just loaded, is no note.
 */
const WATCH_FOCUS = `(() => {
  const controls = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter((control) => control.checkVisibility());
  controls.forEach((control, index) => control.setAttribute('data-number', String(index)));
  window.reached = [];
  window.noteFocus = () => {
    const focused = document.activeElement;
    if (focused === document.body) return;
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    const { top, bottom, left, right } = focused.getBoundingClientRect();
    window.reached.push({
      number: Number(focused.getAttribute('data-number') ?? -1),
      isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
      isInWindow: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
      html: focused.outerHTML.slice(0, 120),
    });
  };
  addEventListener('keydown', window.noteFocus, true);
  return controls.length;
})()`;
const REACHED = `(() => {
  window.noteFocus();
  removeEventListener('keydown', window.noteFocus, true);
  document.activeElement.blur();
  scrollTo(0, 0);
  return window.reached;
})()`;

interface Reached {
  readonly number: number;
  readonly isMarked: boolean;
  readonly isInWindow: boolean;
  readonly html: string;
}

/** That Tab leads through all there is in the order of the page, and that its reader sees where the focus is. */
export async function expectWholeByKeyboard({ page }: WatchedPage): Promise<void> {
  const count = await page.evaluate<number>(WATCH_FOCUS);
  for (let press = 1; press <= count; press += 1) await page.keyboard.press('Tab');
  const reached = await page.evaluate<Reached[]>(REACHED);
  expect(reached.filter(({ isMarked, isInWindow }) => !isMarked || !isInWindow)).toEqual([]);
  expect(reached.map(({ number }) => number)).toEqual([...Array(count).keys()]);
}

export function keyboardTests(suite: BrowserSuite): void {
  it('the keyboard skips the navigation', async () => {
    const { page } = await suite.open();
    await page.goto(`${suite.origin}/registry/packages`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.innerText')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.querySelector("main").contains(document.activeElement)')).toBe(true);
  });

  it('the keyboard searches, compares and chooses how times are printed', async () => {
    const { page } = await suite.open();
    await page.goto(`${suite.origin}/registry/packages`);
    await page.locator('input[name=q]').focus();
    await page.keyboard.type('library');
    await page.keyboard.press('Enter');
    await page.waitForURL(/[?&]q=library/);
    await page.getByRole('button', { name: 'ISO' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'ISO', pressed: true }).waitFor();
    expect(page.url()).toMatch(/[?&]q=library/);
    await page.goto(`${suite.origin}/registry/packages/city-library-lending`);
    await page.getByLabel('What changed from').focus();
    await page.keyboard.type('1.0.0');
    await page.keyboard.press('Tab');
    await page.keyboard.type('2.0.0');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/compare/1.0.0/2.0.0');
  });
}
