import { namesBundle } from './bundle-pins';
import { findInText } from './find-in-text';
import type { Finding } from './finding';
import { secretKindOf, wordsOf, type SecretKind } from './secret-names';

/** What the name of a member says about its value, and what is wrong with the name itself. */
export interface NameTraits {
  readonly secretKind: SecretKind | undefined;
  readonly isRoute: boolean;
  readonly isEvidence: boolean;
  readonly isBundle: boolean;
  readonly findings: readonly Finding[];
}

const EVIDENCE_WORDS = ['evidence', 'transcript', 'transcripts', 'screenshot', 'screenshots', 'har', 'recording'];
const HAS_EVIDENCE_WORD = new RegExp(EVIDENCE_WORDS.join('|'), 'i');
const ROUTE_WORDS = ['route', 'routes', 'endpoint', 'endpoints', 'template', 'href', 'uri', 'pathname'];
/** A document has some hundred names, however many members; names that are data must not pile up. */
const MAX_REMEMBERED = 2048;

/** False for a name that holds none of the words for evidence: sooner known than its words are. */
export function mayNameEvidence(name: string): boolean {
  return HAS_EVIDENCE_WORD.test(name);
}

/** The traits of names, remembered, since the same ones come again and again. */
export class NameTraitsCache {
  private readonly known = new Map<string, NameTraits>();

  of(name: string): NameTraits {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const words = wordsOf(name);
    const traits: NameTraits = {
      secretKind: secretKindOf(name),
      isRoute: words.some((word) => ROUTE_WORDS.includes(word)),
      isEvidence: words.some((word) => EVIDENCE_WORDS.includes(word)),
      isBundle: namesBundle(words),
      findings: findInText({ text: name, isRoute: true }),
    };
    if (this.known.size < MAX_REMEMBERED) this.known.set(name, traits);
    return traits;
  }
}

/** The traits of a member below one with `outer`: what evidence or a bundle holds is part of it. */
export function traitsBelow(outer: NameTraits, own: NameTraits): NameTraits {
  const isEvidence = own.isEvidence || outer.isEvidence;
  const isBundle = own.isBundle || outer.isBundle;
  const isSame = isEvidence === own.isEvidence && isBundle === own.isBundle;
  return isSame ? own : { ...own, isEvidence, isBundle };
}
