import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** The rules that colours alone decide; they take most of the time. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const REPORT = { resultTypes: ['violations'], preload: false };
/** All of axe's rules, those that another colour scheme can break, or those that another width can. */
const OPTIONS = {
  all: REPORT,
  colours: { ...REPORT, runOnly: COLOUR_RULES },
  shapes: { ...REPORT, rules: Object.fromEntries(COLOUR_RULES.map((rule) => [rule, { enabled: false }])) },
};

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
