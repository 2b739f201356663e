import { parseBundleRef, type BundleRef } from '../../../src/core/bundle-ref';
import { RegistryError } from '../../../src/core/errors';
import { textCorpus } from '../corpus';
import { mutatedText } from '../mutate-text';
import { demand, pureTarget } from '../target';

const HEX = '0123456789abcdef'.repeat(4);
const SCHEMES = ['git+https://', 'registry://', 'object+https://', 'object+s3://'];
const DICTIONARY = [
  ...SCHEMES,
  `#sha256:${HEX}`,
  '#sha256:',
  `@${'a'.repeat(40)}`,
  HEX,
  '@latest',
  'example.com',
  '%2E',
];

/** Characters of a path before decoding that can only stand for themselves. */
const PLAIN_PATH = /^(?:\/[A-Za-z0-9][A-Za-z0-9._~+=,@-]*)+\/?$/;
const PLAIN_HOST = /^[a-z0-9][a-z0-9.-]*(?::\d+)?$/;
const REGISTRY_REST = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,255}@[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/;
const MOVING = /@(?:head|latest|main|master|stable|trunk|default)$/i;

export const bundleRefTarget = pureTarget({
  name: 'bundle-ref',
  promise:
    'a text is a ref that has every property of the grammar, or BUNDLE_REF_INVALID; plainly good refs are accepted',
  share: 250_000,
  cases: mutatedText(textCorpus('bundle-refs'), DICTIONARY),
  check: (text) => {
    const ref = refOrNone(text);
    if (ref === undefined) demand(!isPlainlyGood(text), 'a ref of the grammar is refused');
    else demandGrammar(text, ref);
  },
});

function refOrNone(text: string): BundleRef | undefined {
  try {
    return parseBundleRef(text, '/ref');
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'BUNDLE_REF_INVALID') return undefined;
    throw error;
  }
}

/** Service-definition.md section 8, rule by rule, over an accepted text. */
function demandGrammar(text: string, { kind, locator, immutable, digest }: BundleRef): void {
  // Unlike ours, the platform's trim keeps U+0085 and takes U+FEFF; an accepted ref has neither inside.
  const ref = text.replaceAll('\u0085', ' ').trim();
  const [before = '', hex = '', ...more] = ref.split('#');
  demand(more.length === 0 && /^sha256:[0-9a-f]{64}$/i.test(hex) && hex.startsWith('sha256:'), 'the digest', hex);
  demand(digest === `sha256:${hex.slice(7).toLowerCase()}`, 'another digest', digest);
  demand(Buffer.byteLength(ref) <= 2048, 'longer than 2048 bytes', ref.length);
  demand(!/[\p{White_Space}\p{Cc}<>"'{}|^\\`]|\.\./u.test(ref), 'a refused character', ref);
  const scheme = SCHEMES.find((one) => before.startsWith(one)) ?? '';
  demand(scheme === `${kind === 'git' ? 'git+https' : kind}://`, 'another scheme', scheme);
  const whole = immutable === undefined ? locator : `${locator}@${immutable}`;
  demand(whole === before, 'locator and immutable part are not the ref', [locator, immutable]);
  const rest = before.slice(scheme.length);
  if (kind === 'registry') {
    demand(REGISTRY_REST.test(rest) && !MOVING.test(rest) && !rest.includes('//'), 'a registry name and version', rest);
    return;
  }
  if (kind === 'git') demand(/^[0-9a-f]{40,64}$/i.test(immutable ?? ''), 'a commit', immutable);
  const address = locator.slice(scheme.length);
  demand(!/[?#]/.test(address), 'a query or fragment', address);
  const [authority = '', ...segments] = address.split('/');
  demand(authority !== '' && !authority.includes('@'), 'a host without user info', authority);
  if (kind === 'object+s3') demand(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/i.test(authority), 'a bucket', authority);
  const path = decodeURIComponent(segments.join('/')).replace(/\/$/, '');
  demand(
    path.split('/').every((segment) => /^[a-z0-9][a-z0-9._~+=,@-]*$/i.test(segment)),
    'a safe path',
    path,
  );
}

/** The part of the grammar that needs no URL rules: what has it must be accepted. */
function isPlainlyGood(text: string): boolean {
  if (text !== text.trim() || text.length > 2048 || text.includes('..') || /[^\x21-\x7e]/.test(text)) return false;
  const match = /^(git\+https|registry|object\+https|object\+s3):\/\/([^#?%]+)#sha256:[0-9a-fA-F]{64}$/.exec(text);
  if (match === null) return false;
  const [, kind, rest = ''] = match;
  if (kind === 'registry') return REGISTRY_REST.test(rest) && !MOVING.test(rest) && !rest.includes('//');
  const at = rest.lastIndexOf('@');
  const address = kind === 'git+https' ? rest.slice(0, Math.max(0, at)) : rest;
  if (kind === 'git+https' && !/^[0-9a-f]{40,64}$/i.test(rest.slice(at + 1))) return false;
  const slash = address.indexOf('/');
  if (slash < 1 || !PLAIN_PATH.test(address.slice(slash))) return false;
  const host = address.slice(0, slash);
  return kind === 'object+s3' ? /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/i.test(host) : PLAIN_HOST.test(host);
}
