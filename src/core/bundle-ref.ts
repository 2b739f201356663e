import { isDigest, type Digest } from './digest';
import { RegistryError } from './errors';
import { linkUrlFault } from './hygiene/link-url';
import { byteLength, hasWhiteSpace, lowerCase, quoteForMessage, trim } from './text';

/** Where a custom-code bundle is and what its bytes must hash to (service-definition.md section 8). */
export interface BundleRef {
  readonly kind: 'git' | 'registry' | 'object+https' | 'object+s3';
  readonly locator: string;
  /** The commit or the version; objects have none, their digest alone fixes them. */
  readonly immutable: string | undefined;
  readonly digest: Digest;
}

/** The longest URL that browsers and proxies pass on without trouble. */
export const MAX_BUNDLE_REF_BYTES = 2048;

const DIGEST_LABEL = '#sha256:';
const HEX_DIGEST = /^[0-9a-fA-F]{64}$/;
// Control characters are those of category Cc, so C1 too.
// eslint-disable-next-line no-control-regex
const REFUSED_CHARACTER = /[\u0000-\u001f\u007f-\u009f<>"'{}|^\\`]/;
const COMMIT = /^[0-9a-fA-F]{40,64}$/;
const REGISTRY_NAME_AND_VERSION = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,255}@[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/;
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9.-]{1,61}[A-Za-z0-9]$/;
const PATH_SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._~+=,@-]*$/;
/** Names that point to something else tomorrow. */
const MOVING_VERSIONS = ['head', 'latest', 'main', 'master', 'stable', 'trunk', 'default'];

type Located = Pick<BundleRef, 'kind' | 'locator' | 'immutable'>;
/** What a part of a ref is, or why it is refused. */
type Read<T> = T | { readonly fault: string };

const SCHEMES: readonly (readonly [scheme: string, read: (rest: string) => Read<Located>])[] = [
  ['git+https://', readGit],
  ['registry://', readRegistry],
  ['object+https://', readObject],
  ['object+s3://', readBucketObject],
];
const ALLOWED = 'git+https, registry, object+https or object+s3 refs that end with #sha256: and 64 hex digits';

/** @throws RegistryError BUNDLE_REF_INVALID, at `pointer` */
export function parseBundleRef(text: string, pointer: string): BundleRef {
  const ref = trim(text);
  const read = readRef(ref);
  if (!('fault' in read)) return read;
  throw new RegistryError('BUNDLE_REF_INVALID', `the bundle ref ${quoteForMessage(ref)} is refused: ${read.fault}`, {
    pointer,
    rule: 'service-definition.md section 8',
    allowed: ALLOWED,
  });
}

/** True for `sha256:` and 64 hex digits in any case, white space around it ignored. */
export function isTreeDigest(text: string): boolean {
  return isDigest(lowerCase(trim(text)));
}

function readRef(ref: string): Read<BundleRef> {
  if (ref === '') return { fault: 'it is empty' };
  if (byteLength(ref) > MAX_BUNDLE_REF_BYTES) return { fault: `it has more than ${MAX_BUNDLE_REF_BYTES} bytes` };
  if (hasWhiteSpace(ref)) return { fault: 'it has white space inside' };
  if (REFUSED_CHARACTER.test(ref)) return { fault: 'it has a control character or one of < > " \' { } | ^ \\ `' };

  const label = ref.indexOf(DIGEST_LABEL);
  if (label === -1) return { fault: `it has no ${DIGEST_LABEL}` };
  const locator = ref.slice(0, label);
  const hex = ref.slice(label + DIGEST_LABEL.length);
  if (locator === '') return { fault: `nothing stands before ${DIGEST_LABEL}` };
  if (!HEX_DIGEST.test(hex)) return { fault: `what follows ${DIGEST_LABEL} is not exactly 64 hex digits` };
  if (locator.includes('..')) return { fault: 'its locator has ".."' };

  const scheme = SCHEMES.find(([prefix]) => locator.startsWith(prefix));
  if (scheme === undefined) return { fault: `its scheme is none of ${SCHEMES.map(([prefix]) => prefix).join(', ')}` };
  const [prefix, read] = scheme;
  const located = read(locator.slice(prefix.length));
  return 'fault' in located
    ? located
    : { ...located, locator: prefix + located.locator, digest: `sha256:${hex.toLowerCase()}` };
}

function readGit(rest: string): Read<Located> {
  const at = rest.lastIndexOf('@');
  const repository = rest.slice(0, Math.max(at, 0));
  const commit = rest.slice(at + 1);
  if (at === -1 || !COMMIT.test(commit)) return { fault: 'it has no @ and a commit of 40 to 64 hex digits' };
  const fault = urlFault(repository);
  return fault === undefined ? { kind: 'git', locator: repository, immutable: commit } : { fault };
}

function readRegistry(rest: string): Read<Located> {
  if (/\/\/|\?/.test(rest)) return { fault: 'it has "//" or "?" after its scheme' };
  const at = rest.lastIndexOf('@');
  const name = rest.slice(0, Math.max(at, 0));
  const version = rest.slice(at + 1);
  if (name === '' || version === '') return { fault: 'it is not a name, @ and a version' };
  if (MOVING_VERSIONS.includes(lowerCase(version))) return { fault: `the version "${version}" is not immutable` };
  if (!REGISTRY_NAME_AND_VERSION.test(rest)) return { fault: 'its name or version has a form that is not allowed' };
  return { kind: 'registry', locator: name, immutable: version };
}

function readObject(rest: string): Read<Located> {
  const fault = urlFault(rest);
  return fault === undefined ? { kind: 'object+https', locator: rest, immutable: undefined } : { fault };
}

function readBucketObject(rest: string): Read<Located> {
  const { authority, path } = splitUrl(rest);
  if (!BUCKET.test(authority)) return { fault: 'its bucket is not 3 to 63 letters, digits, dots and dashes' };
  const fault = pathFault(path);
  return fault === undefined ? { kind: 'object+s3', locator: rest, immutable: undefined } : { fault };
}

/** What is wrong with `https://` + `rest` as an address of a host and a path, and nothing else. */
function urlFault(rest: string): string | undefined {
  const { authority, path } = splitUrl(rest);
  if (authority.includes('@')) return 'it has user info';
  const host = linkUrlFault(`https://${authority}`);
  // Only the form of the host is checked here: whether a reader elsewhere can reach it is a question of hygiene.
  if (host?.kind === 'form') return host.reason;
  return pathFault(path);
}

function splitUrl(rest: string): { readonly authority: string; readonly path: string } {
  const end = rest.search(/[/?#]/);
  return end === -1 ? { authority: rest, path: '' } : { authority: rest.slice(0, end), path: rest.slice(end) };
}

/** The safe path of section 8; it may end with a slash. */
function pathFault(path: string): string | undefined {
  if (/[?#]/.test(path)) return 'it has a query or a fragment';
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return 'its path has a malformed percent escape';
  }
  if (decoded.includes('//')) return 'its path has "//"';
  const segments = decoded.replace(/^\/|\/$/g, '').split('/');
  if (segments.every((segment) => PATH_SEGMENT.test(segment))) return undefined;
  return 'its path is missing, or a segment does not begin with a letter or digit or has a character that is not allowed';
}
