import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** All of axe's rules, or those alone that another colour scheme can break. */
const OPTIONS = {
  all: { resultTypes: ['violations'], preload: false },
  colours: { resultTypes: ['violations'], preload: false, runOnly: ['color-contrast', 'link-in-text-block'] },
} as const;

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe finds wrong with the page as it stands: rule, element and what is asked for. */
export async function violationsOf(page: Page, rules: keyof typeof OPTIONS = 'all'): Promise<string[]> {
  // Beside the page, not in it: the page's own policy lets no script in.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(`${AXE}; undefined`);
  const violations = await page.evaluate<AxeViolation[]>(
    `axe.run(document, ${JSON.stringify(OPTIONS[rules])}).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}
