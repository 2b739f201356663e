import type { DocumentSurvey } from '../document-survey';
import { trim } from '../text';
import { findMutableBundle, type BundleOwner } from './bundle-pins';
import { findEmbeddedFile } from './embedded-files';
import { findInText } from './find-in-text';
import { isSecretValue } from './secret-values';

/** Where an address of a bundle would be one, and no digest stands beside it. */
const ANY_OWNER: BundleOwner = { name: 'url', value: null };

/**
 * True when `scanDocuments` surely finds nothing in the surveyed document: each different text is searched once, as if it
 * stood where most is found. False says nothing: the scan, which knows where each text stands, decides then.
 */
export function isKnownClean({ names, notableTexts, secretTexts }: DocumentSurvey): boolean {
  if (!names.every(({ isClean }) => isClean)) return false;
  const isEvidence = names.some(({ mayNameEvidence }) => mayNameEvidence);
  const isBundle = names.some(({ mayNameBundle }) => mayNameBundle);
  for (const text of notableTexts) {
    if (findInText({ text, isRoute: false }).length > 0) return false;
    if (findMutableBundle(text, isBundle, ANY_OWNER) !== undefined) return false;
    if (findEmbeddedFile(text, isEvidence) !== undefined) return false;
  }
  for (const text of secretTexts) {
    const value = trim(text);
    if (isSecretValue(value, 'password') || isSecretValue(value, 'token')) return false;
  }
  return true;
}
