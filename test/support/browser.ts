import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { fillStore } from './browser-store';
import { TestApp } from './test-app';
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

/** A Registry with the pages to look at, and a browser to look at them with; both serve all tests of a suite. */
export class BrowserSuite {
  private app: TestApp | undefined;
  private browser: Browser | undefined;

  get origin(): string {
    return this.started(this.app).origin;
  }

  async start(executablePath: string): Promise<void> {
    // A store may be older than the hygiene rules, or have been filled without them: pages bear what those refuse.
    this.app = await TestApp.start({ env: { ANIP_REGISTRY_HYGIENE: 'off' } });
    await fillStore(this.app);
    this.browser = await chromium.launch({ executablePath, args: QUIET });
  }

  /** A page in a context of its own, which is closed after the test. */
  async open(options?: BrowserContextOptions): Promise<WatchedPage> {
    const zone = { locale: 'en-GB', timezoneId: 'Asia/Kolkata' };
    const context = await this.started(this.browser).newContext({ ...zone, ...options });
    context.setDefaultTimeout(15_000);
    return WatchedPage.watch(await context.newPage());
  }

  async closePages(): Promise<void> {
    await Promise.all(this.browser?.contexts().map((context) => context.close()) ?? []);
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    await this.app?.close();
  }

  private started<T>(part: T | undefined): T {
    if (part === undefined) throw new Error('the suite has not been started');
    return part;
  }
}

/**
 * A suite in a real browser. Without one it is counted as skipped, and says so; where ANIP_REQUIRE_BROWSER is 1, as in
 * CI, it fails instead.
 */
export function describeInBrowser(name: string, fn: (suite: BrowserSuite) => void): void {
  const executable = process.env.ANIP_CHROMIUM ?? '/usr/bin/chromium';
  if (existsSync(executable) || process.env.ANIP_REQUIRE_BROWSER === '1') {
    describe(name, () => {
      const suite = new BrowserSuite();
      beforeAll(() => suite.start(executable));
      afterEach(() => suite.closePages());
      afterAll(() => suite.stop());
      fn(suite);
    });
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
