import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Look } from '../../support/browser-pages';
import type { WatchedPage } from '../../support/watched-page';

const PICTURES = join(__dirname, '../../../test-results/pages');
/** Pictures end here: the rest of a longer page is more of the same. */
const MAX_HEIGHT = 4000;

/** For people to look at: whether a page looks right is nothing that a test can say. */
export async function takePicture({ page }: WatchedPage, name: string, { width, colorScheme }: Look): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  const file = join(PICTURES, `${name}-${width}-${colorScheme}.png`);
  const clip = { x: 0, y: 0, width, height: Math.min(height, MAX_HEIGHT) };
  await page.screenshot({ path: file, clip, fullPage: true });
  expect(statSync(file).size).toBeGreaterThan(1000);
}
