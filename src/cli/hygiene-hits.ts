import { describeHit } from '../core/hygiene/refuse-hits';
import type { HygieneReport } from '../core/hygiene/hygiene-report';
import { RegistryError } from '../core/errors';
import type { Console } from './console';

/**
 * Shows, one line each on stderr, what a Registry would refuse for reasons of hygiene. What cannot even be scanned is
 * left to the checks that follow, which say why.
 */
export function showHygieneHits(console: Console, scan: () => HygieneReport): void {
  const report = scanned(scan);
  if (report === undefined) return;
  for (const hit of report.hits) console.progress(`hygiene: ${describeHit(hit)}. ${hit.fix}`);
  const unlisted = report.total - report.hits.length;
  if (unlisted > 0) console.progress(`hygiene: and ${unlisted} more`);
}

function scanned(scan: () => HygieneReport): HygieneReport | undefined {
  try {
    return scan();
  } catch (error) {
    if (error instanceof RegistryError) return undefined;
    throw error;
  }
}
