import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { WatchedPage } from './watched-page';

/** A real browser that never speaks to anybody but the Registry under test. */
const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Opens pages, each in a context of its own, that are closed after the test. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<WatchedPage>;

/**
 * A suite in a real browser. Without one it is counted as skipped, and says so; where ANIP_REQUIRE_BROWSER is 1, as in
 * CI, it fails instead.
 */
export function describeInBrowser(name: string, fn: (open: OpenPage) => void): void {
  const executable = process.env.ANIP_CHROMIUM ?? '/usr/bin/chromium';
  if (existsSync(executable) || process.env.ANIP_REQUIRE_BROWSER === '1') {
    describe(name, () => fn(browserOfSuite(executable)));
    return;
  }
  const notice = `skipped: there is no ${executable}, and ANIP_CHROMIUM names no other browser`;
  console.warn(`${name} ${notice}`);
  // What would be tested needs a program that is not there; jest must count it.
  // eslint-disable-next-line no-restricted-syntax
  describe.skip(name, () => {
    it(notice, () => undefined);
  });
}

function browserOfSuite(executablePath: string): OpenPage {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: QUIET });
  });
  afterEach(async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  });
  afterAll(() => browser?.close());

  return async (options) => {
    const context = await browser!.newContext({ locale: 'en-GB', timezoneId: 'Asia/Kolkata', ...options });
    context.setDefaultTimeout(15_000);
    return WatchedPage.watch(await context.newPage());
  };
}
