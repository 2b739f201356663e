import { isArray, isObject, type JsonValue } from '../json/json-value';
import { trim } from '../text';
import type { Finding } from './finding';
import { wordsOf } from './secret-names';
import { isArchiveUrl, isPinned } from './urls';

/** Asked first, of every text there is. */
const ADDRESS = /^\s{0,8}[A-Za-z][A-Za-z0-9+]{1,12}:\/\//;
const BUNDLE_SCHEME = /^(?:git\+(?:https?|ssh)|registry|object\+https|object\+s3):\/\/[^\s]{3,}$/;
const FETCHED = /^(?:https?|ftp|s3|gs|git|ssh):\/\/[^\s<>{}]{3,}$/i;
const BUNDLE_WORDS = ['bundle', 'bundles', 'tarball', 'archive', 'wheel'];
const ADDRESS_WORDS = ['url', 'uri', 'ref', 'href', 'location', 'source', 'download', ...BUNDLE_WORDS];
const DIGEST = /^(?:(?:sha256[:-])?[0-9a-f]{64}|sha(?:256|384|512)-[A-Za-z0-9+/]{43,}={0,2})$/i;

const HAS_BUNDLE_WORD = new RegExp(BUNDLE_WORDS.join('|'), 'i');

/** False for a name that holds none of the words: sooner known than its words are. */
export function mayNameBundle(name: string): boolean {
  return HAS_BUNDLE_WORD.test(name);
}

/** True for the words of a name whose value holds bundles, itself or below it. */
export function namesBundle(words: readonly string[]): boolean {
  return words.some((word) => BUNDLE_WORDS.includes(word));
}

/** Where an address stands: the name of its member, and the value that holds the member. */
export interface BundleOwner {
  readonly name: string;
  readonly value: JsonValue;
}

/**
 * The address of a bundle that names no content: one of the contract's schemes (service-definition.md section 8)
 * without digest, or any address under a member that holds bundles. A digest may stand beside it.
 */
export function findMutableBundle(text: string, isBundle: boolean, owner: BundleOwner): Finding | undefined {
  if (!ADDRESS.test(text)) return undefined;
  const ref = trim(text);
  const isOwnScheme = BUNDLE_SCHEME.test(ref);
  if (!isOwnScheme && !(isBundle && FETCHED.test(ref) && (isArchiveUrl(ref) || namesAddress(owner.name)))) {
    return undefined;
  }
  if (isPinned(ref) || hasDigestBeside(owner.value)) return undefined;
  const scheme = ref.slice(0, ref.indexOf(':'));
  return { rule: 'mutable-bundle-ref', start: 0, end: text.length, excerpt: `${scheme}://…` };
}

function namesAddress(name: string): boolean {
  return ADDRESS_WORDS.includes(wordsOf(name).at(-1) ?? '');
}

function hasDigestBeside(owner: JsonValue): boolean {
  if (isArray(owner) || !isObject(owner)) return false;
  return Object.values(owner).some((value) => typeof value === 'string' && DIGEST.test(trim(value)));
}
