import type { Finding } from './finding';
import { privateHostReason } from './public-host';
import { isPlaceholder } from './randomness';

const LONGEST_SCHEME = 24;
const LONGEST_AUTHORITY = 512;
/** `u:p` is how documentation writes it. */
const MIN_PASSWORD_LENGTH = 3;
const SCHEME_CHARACTER = /[A-Za-z0-9+.-]/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+$/;
/** Schemes whose hosts browsers read, with all their ways to write an address (URL Standard, "special scheme"). */
const WEB_SCHEMES = ['http', 'https', 'ws', 'wss', 'ftp'];
/** What follows `//` here is a bucket, a package or the name of a secret, not a host. */
const HOSTLESS_SCHEMES =
  /^(?:object\+s3|s3[an]?|gs|gcs|abfss?|registry|npm|pkg|env|secret|secrets|vault|op|ssm|keyvault|urn|arn|data|app|about|chrome|jar|android-app|content|res)$/;
// eslint-disable-next-line no-control-regex
const AUTHORITY_END = /[\s"'`<>/\\?#\u0000-\u001f]/;
/** Where prose goes on; a password may hold these, a host may not. */
const PROSE_END = /[(){}|^,;]/;
const TRAILING_PUNCTUATION = ".,:;!*_~']";
const DOTTED_QUAD = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const NUMERIC = /^[0-9a-fx.]+$/i;
const ARCHIVE = /\.(?:tgz|tar|tar\.[a-z0-9]{2,4}|zip|whl|jar|gem|crate|anip-package\.json|anip-bundle)(?:$|[?#])/i;
const MOVING_SEGMENT = /\/(?:latest|main|master|head|heads|trunk|nightly|snapshot|edge|stable)[/.]/i;
const URL_REST = /[^\s"'`<>()]{0,2048}/y;
const PINNED = /(?:#sha256[:=]|@sha256:|[?&#]sha256=)[0-9a-f]{64}/i;

/** A URL in a text, as far as the rules need it. */
export interface FoundUrl {
  readonly scheme: string;
  readonly start: number;
  /** Just behind the `//`. */
  readonly authorityStart: number;
  readonly userInfo: string | undefined;
  readonly host: string;
}

interface SearchedUrl {
  readonly finding?: Finding;
  readonly end: number;
}

/** The URL whose `://` has its colon at `colon`; a browser takes backslashes for slashes. */
export function urlAround(text: string, colon: number): FoundUrl | undefined {
  let start = colon;
  while (start > 0 && colon - start < LONGEST_SCHEME && SCHEME_CHARACTER.test(text.charAt(start - 1))) start -= 1;
  const scheme = text.slice(start, colon).toLowerCase();
  if (!SCHEME.test(scheme)) return undefined;
  let authorityStart = colon + 1;
  while (/[/\\]/.test(text.charAt(authorityStart)) && authorityStart - colon <= 2) authorityStart += 1;
  const run = until(AUTHORITY_END, text.slice(authorityStart, authorityStart + LONGEST_AUTHORITY));
  const at = run.lastIndexOf('@');
  return {
    scheme,
    start,
    authorityStart,
    userInfo: at === -1 ? undefined : run.slice(0, at),
    host: until(PROSE_END, run.slice(at + 1)),
  };
}

/** Everything that is wrong with the URL. The excerpt has the scheme and the host, never user info, path or query. */
export function findInUrl(url: FoundUrl): Finding[] {
  const { scheme, start, authorityStart, userInfo, host } = url;
  const findings: Finding[] = [];
  const report = (rule: Finding['rule'], excerpt: string): void => {
    findings.push({ rule, start, end: authorityStart + (userInfo?.length ?? -1) + 1 + host.length, excerpt });
  };
  const name = bareHost(host);
  if (userInfo !== undefined && hasPassword(userInfo)) report('url-credentials', `${scheme}://…@${shownHost(name)}`);
  // Prose that runs on to an address of mail may have been taken for user info.
  const hosts = userInfo === undefined ? [name] : [name, bareHost(until(PROSE_END, userInfo))];
  if (!HOSTLESS_SCHEMES.test(scheme)) {
    const privateHost = hosts.find((candidate) => isPrivate(scheme, candidate));
    // What came out of user info may be a password that ends like a host.
    const shown = privateHost === name ? shownHost(name) : '…';
    if (privateHost !== undefined) report('private-url', `${scheme}://${shown}`);
  }
  return findings;
}

/** Software that is fetched from an address whose content changes, and where the search for it ended. */
export function findMovingArchive(text: string, { scheme, start, authorityStart, host }: FoundUrl): SearchedUrl {
  URL_REST.lastIndex = authorityStart;
  const rest = withoutPunctuation(URL_REST.exec(text)?.[0] ?? '');
  const end = authorityStart + rest.length;
  const isFetched = ['http', 'https', 'ftp'].includes(baseOf(scheme));
  if (!isFetched || !MOVING_SEGMENT.test(rest) || !isArchiveUrl(rest) || isPinned(rest)) return { end };
  return {
    end,
    finding: { rule: 'mutable-bundle-ref', start, end, excerpt: `${scheme}://${shownHost(bareHost(host))}/…` },
  };
}

/** True when the text is pinned by a digest of its own. */
export function isPinned(url: string): boolean {
  return PINNED.test(url);
}

export function isArchiveUrl(url: string): boolean {
  return ARCHIVE.test(url);
}

function hasPassword(userInfo: string): boolean {
  const colon = userInfo.indexOf(':');
  const user = userInfo.slice(0, colon);
  const password = userInfo.slice(colon + 1);
  const isLong = password.length >= MIN_PASSWORD_LENGTH;
  return colon !== -1 && isLong && password !== user && !isPlaceholder(decoded(password));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Without port, and without what prose put behind it. */
function bareHost(host: string): string {
  if (host.startsWith('[')) return host.slice(0, host.indexOf(']') + 1);
  return withoutPunctuation(host).replace(/:\d*$/, '');
}

/** Only what is a host and nothing else: a password with a slash or a colon in it may stand where the host does. */
function shownHost(host: string): string {
  return /^(?:[^\s:@]+|\[[^\]]*\])$/.test(host) ? host : '…';
}

function isPrivate(scheme: string, host: string): boolean {
  if (host === '' || host.includes('$')) return false;
  // Only browsers take a bare number for an address; elsewhere it is a name.
  const isShorthand = NUMERIC.test(host) && !DOTTED_QUAD.test(host);
  if (isShorthand && !WEB_SCHEMES.includes(baseOf(scheme))) return false;
  // In text of other scripts, what follows the name may be the sentence.
  const [ascii = ''] = /^[\u0021-\u007e]*/.exec(host) ?? [];
  return privateHostReason(host) !== undefined || (ascii !== '' && privateHostReason(ascii) !== undefined);
}

/** `https` of `git+https`. */
function baseOf(scheme: string): string {
  return scheme.slice(scheme.lastIndexOf('+') + 1);
}

/** By hand: an expression for the end of a text would try at every character. */
function withoutPunctuation(text: string): string {
  let end = text.length;
  while (end > 0 && TRAILING_PUNCTUATION.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function until(end: RegExp, text: string): string {
  const index = text.search(end);
  return index === -1 ? text : text.slice(0, index);
}
