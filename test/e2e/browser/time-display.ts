import type { BrowserSuite } from '../../support/browser';

const PACKAGE = '/registry/packages/city-library-lending/2.0.0';
const TAKEN_DOWN = '/registry/packages/was%2Ftakedown/1.0.0';

/** The browser of the suite is in India: five and a half hours ahead of UTC. */
export function timeDisplayTests(suite: BrowserSuite): void {
  it.each([true, false])(
    'times are printed as their reader chooses, on every page from then on; scripts: %j',
    async (hasScripts) => {
      const watched = await suite.open({ javaScriptEnabled: hasScripts });
      const { page } = watched;
      const timeShown = (): Promise<string> => page.locator('main time').first().innerText();
      const choose = async (name: string): Promise<void> => {
        await page.getByRole('button', { name, exact: true }).click();
        await page.getByRole('button', { name, exact: true, pressed: true }).waitFor();
      };
      await watched.goTo(suite.origin + PACKAGE);
      expect(await page.getByRole('button', { name: 'UTC', pressed: true }).count()).toBe(1);
      const iso = (await page.locator('main time').first().getAttribute('datetime')) ?? '';
      const utc = await timeShown();
      expect(utc).toMatch(/^\d+ \S+ \d{4}, \d\d:\d\d UTC$/);

      await choose('Local');
      expect(page.url()).toBe(suite.origin + PACKAGE);
      expect(await timeShown()).toBe(hasScripts ? inIndia(iso) : utc);
      expect(await page.locator('noscript p').isVisible()).toBe(!hasScripts);
      await watched.goTo(suite.origin + TAKEN_DOWN);
      expect(await timeShown()).toMatch(hasScripts ? / GMT\+5:30$/ : / UTC$/);
      await watched.goTo(`${suite.origin}/registry/packages`);
      expect(await timeShown()).toMatch(/ago$|^just now$/);
      expect(await page.locator('main time').first().getAttribute('title')).toMatch(hasScripts ? / GMT\+5:30$/ : /Z$/);

      await choose('ISO');
      expect(await timeShown()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      await watched.goTo(suite.origin + PACKAGE);
      expect(await timeShown()).toBe(iso);
      expect(watched.complaints).toEqual([]);
    },
  );
}

function inIndia(iso: string): string {
  const form = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  const text = new Intl.DateTimeFormat('en-GB', { ...form, timeZone: 'Asia/Kolkata' }).format(new Date(iso));
  return `${text} GMT+5:30`;
}
