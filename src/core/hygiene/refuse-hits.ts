import { RegistryError } from '../errors';
import { MAX_COUNTED_HITS, type HygieneHit, type HygieneReport } from './hygiene-report';

/** What a Registry does about hits: refuse the publish, let it pass with a line on its log, or not look. */
export const HYGIENE_MODES = ['enforce', 'warn', 'off'] as const;
export type HygieneMode = (typeof HYGIENE_MODES)[number];

/** The message names the first ones; `details.hits` has all that are listed. */
const MAX_NAMED_HITS = 5;
const MANUAL = 'docs/hygiene.md';

/**
 * Refuses what does not belong in a public package (design: difference 2), all hits at once. No part of a hit is secret.
 * @throws RegistryError HYGIENE_VIOLATION
 */
export function refuseHits({ hits, total }: HygieneReport): void {
  const [first] = hits;
  if (first === undefined) return;
  const count = total === MAX_COUNTED_HITS ? `${total} or more places` : total === 1 ? '1 place' : `${total} places`;
  const named = hits.slice(0, MAX_NAMED_HITS).map(describeHit).join('; ');
  const rest = total > MAX_NAMED_HITS ? `; and ${total - MAX_NAMED_HITS} more` : '';
  throw new RegistryError('HYGIENE_VIOLATION', `${count} must not be published: ${named}${rest}. See ${MANUAL}`, {
    pointer: first.pointer,
    rule: first.rule,
    hits,
    total,
  });
}

/**
 * The part of refuseHits that comes before every rule whose message quotes a value: none of them may be a secret.
 * @throws RegistryError HYGIENE_VIOLATION with all hits, when one of them is a secret
 */
export function refuseSecrets(report: HygieneReport): void {
  if (report.hasSecret) refuseHits(report);
}

/** One hit as a line of text. */
export function describeHit({ rule, pointer, line, excerpt }: HygieneHit): string {
  return `${rule} at ${pointer}${line === undefined ? '' : ` line ${line}`} (${excerpt})`;
}
