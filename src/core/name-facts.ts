import { namesEffects } from './business-effect-members';
import { hintsOfName, isAllowedKey, type PathHints } from './document-keys';
import { mayNameBundle } from './hygiene/bundle-pins';
import { findInText } from './hygiene/find-in-text';
import { mayNameEvidence } from './hygiene/name-traits';
import { isPlainText } from './hygiene/plain-text';
import { secretKindOf } from './hygiene/secret-names';

/** What the rules ask about a member name, wherever it stands. */
export interface NameFacts {
  /** It may be a name in a published document. */
  readonly isAllowed: boolean;
  /** No hygiene rule finds anything in the name itself. */
  readonly isClean: boolean;
  readonly hints: PathHints;
  readonly namesEffects: boolean;
  readonly saysSecret: boolean;
  readonly mayNameEvidence: boolean;
  readonly mayNameBundle: boolean;
}

/** The names of the contract are some hundred; those that are data (ids of capabilities) must not pile up. */
const MAX_REMEMBERED = 4096;
const REMEMBERED = new Map<string, NameFacts>();

/**
 * Remembered from request to request: packages have nearly all their names in common, and to ask all of this of the same
 * names again was a tenth of the CPU time of a publish of 53 KB (docs/performance.md). No name is kept that breaks a rule.
 */
export function factsOfName(name: string): NameFacts {
  const remembered = REMEMBERED.get(name);
  if (remembered !== undefined) return remembered;
  const facts: NameFacts = {
    isAllowed: isAllowedKey(name),
    isClean: isPlainText(name) || findInText({ text: name, isRoute: true }).length === 0,
    hints: hintsOfName(name),
    namesEffects: namesEffects(name),
    saysSecret: secretKindOf(name) !== undefined,
    mayNameEvidence: mayNameEvidence(name),
    mayNameBundle: mayNameBundle(name),
  };
  if (!facts.isClean || !facts.isAllowed) return facts;
  if (REMEMBERED.size === MAX_REMEMBERED) REMEMBERED.clear();
  REMEMBERED.set(name, facts);
  return facts;
}
