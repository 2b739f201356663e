import * as fc from 'fast-check';
import { refusalOf } from '../../test/support/refusal';
import { isTreeDigest, parseBundleRef } from './bundle-ref';

const HEX = '0123456789abcdef'.repeat(4);
const COMMIT = 'a'.repeat(40);
const DIGEST = `#sha256:${HEX}`;

describe('parseBundleRef', () => {
  it.each([
    [
      `git+https://github.com/acme/glue.git@${COMMIT}${DIGEST}`,
      { kind: 'git', locator: 'git+https://github.com/acme/glue.git', immutable: COMMIT },
    ],
    [`registry://acme/glue@1.2.3${DIGEST}`, { kind: 'registry', locator: 'registry://acme/glue', immutable: '1.2.3' }],
    [
      `object+https://objects.example.com:8443/b/glue.tgz${DIGEST}`,
      { kind: 'object+https', locator: 'object+https://objects.example.com:8443/b/glue.tgz', immutable: undefined },
    ],
    [
      `object+s3://my-bucket/b/glue.tgz${DIGEST}`,
      { kind: 'object+s3', locator: 'object+s3://my-bucket/b/glue.tgz', immutable: undefined },
    ],
  ])('reads %s', (ref, expected) => {
    expect(parseBundleRef(`\u0085 ${ref}\n`, '/ref')).toEqual({ ...expected, digest: `sha256:${HEX}` });
  });

  it('writes the digest in lower case', () => {
    const { digest } = parseBundleRef(`registry://a@1#sha256:${HEX.toUpperCase()}`, '/ref');
    expect(digest).toBe(`sha256:${HEX}`);
  });

  it.each([
    `git+https://example.com/a/@${COMMIT}${DIGEST}`,
    `git+https://example.com/a%2Fb@${COMMIT}${DIGEST}`,
    `git+https://example.com/a@b@${'B'.repeat(64)}${DIGEST}`,
    `git+https://[2001:db8::1]:443/a@${COMMIT}${DIGEST}`,
    `object+https://example.com/a~b/c+d=e,f@g${DIGEST}`,
    `object+s3://a.b/c${DIGEST}`,
    `registry://a/b.c-d_e@main-1+x${DIGEST}`,
  ])('accepts %s', (ref) => {
    expect(refusalOf(() => parseBundleRef(ref, '/ref'))).toBeUndefined();
  });

  it.each([
    ['an empty text', ''],
    ['white space only', ' \n'],
    ['white space inside', `registry://a b@1${DIGEST}`],
    ['a C1 control character', `registry://a\u0090@1${DIGEST}`],
    ['a backslash', `registry://a\\b@1${DIGEST}`],
    ['a brace', `registry://{a}@1${DIGEST}`],
    ['no digest', 'registry://a@1'],
    ['a short digest', `registry://a@1${DIGEST.slice(0, -1)}`],
    ['a second digest', `registry://a@1${DIGEST}${DIGEST}`],
    ['an upper-case label', `registry://a@1#SHA256:${HEX}`],
    ['no locator', DIGEST],
    ['two dots', `registry://a..b@1${DIGEST}`],
    ['an upper-case scheme', `REGISTRY://a@1${DIGEST}`],
    ['plain https', `https://example.com/a${DIGEST}`],
    ['a moving version', `registry://a@LATEST${DIGEST}`],
    ['a registry ref without a name', `registry://@1${DIGEST}`],
    ['a registry ref without a version', `registry://a@${DIGEST}`],
    ['a registry ref with a query', `registry://a?b@1${DIGEST}`],
    ['a branch instead of a commit', `git+https://example.com/a@main${DIGEST}`],
    ['a git ref without a host', `git+https:///a@${COMMIT}${DIGEST}`],
    ['a git ref without a path', `git+https://example.com@${COMMIT}${DIGEST}`],
    ['a git ref to the root', `git+https://example.com/@${COMMIT}${DIGEST}`],
    ['a git ref with user info', `git+https://u:p@example.com/a@${COMMIT}${DIGEST}`],
    ['a git ref with empty user info', `git+https://@example.com/a@${COMMIT}${DIGEST}`],
    ['a git ref with a query', `git+https://example.com/a?b@${COMMIT}${DIGEST}`],
    ['a git ref with a fragment', `git+https://example.com/a#b@${COMMIT}${DIGEST}`],
    ['a port that is no number', `git+https://example.com:x/a@${COMMIT}${DIGEST}`],
    ['an encoded empty segment', `git+https://example.com/a%2F/b@${COMMIT}${DIGEST}`],
    ['an encoded parent segment', `git+https://example.com/a/%2E%2E/b@${COMMIT}${DIGEST}`],
    ['a malformed escape', `git+https://example.com/%zz@${COMMIT}${DIGEST}`],
    ['an escape that is not UTF-8', `git+https://example.com/%ff@${COMMIT}${DIGEST}`],
    ['an object without a path', `object+https://example.com/${DIGEST}`],
    ['a segment that begins with a dash', `object+https://example.com/-a${DIGEST}`],
    ['a bucket of two characters', `object+s3://ab/c${DIGEST}`],
    ['a bucket with a port', `object+s3://bucket:80/c${DIGEST}`],
    ['an object key with a query', `object+s3://bucket/c?d${DIGEST}`],
    ['more than 2048 bytes', `object+https://example.com/${'a'.repeat(2048)}${DIGEST}`],
  ])('refuses %s', (_, ref) => {
    const error = refusalOf(() => parseBundleRef(ref, '/x/ref'));
    expect(error).toMatchObject({ code: 'BUNDLE_REF_INVALID', details: { pointer: '/x/ref' } });
  });

  it('answers any text with a ref or a refusal', () => {
    const scheme = fc.constantFrom('git+https://', 'registry://', 'object+https://', 'object+s3://', '');
    const rest = fc.array(fc.oneof(fc.constantFrom('@', '/', '%', '#', '?', DIGEST, COMMIT, 'a'), fc.string()));
    fc.assert(
      fc.property(scheme, rest, (prefix, parts) => {
        const text = `${prefix}${parts.join('')}${DIGEST}`;
        const error = refusalOf(() => parseBundleRef(text, '/ref'));
        return error === undefined || error.code === 'BUNDLE_REF_INVALID';
      }),
      { numRuns: 2000 },
    );
  });
});

describe('isTreeDigest', () => {
  it.each([`sha256:${HEX}`, ` SHA256:${HEX.toUpperCase()}\n`])('accepts %j', (text) => {
    expect(isTreeDigest(text)).toBe(true);
  });

  it.each(['', HEX, `sha256:${HEX}0`, `sha256:${HEX.slice(1)}`, `sha512:${HEX}`, `sha256: ${HEX}`])(
    'refuses %j',
    (text) => {
      expect(isTreeDigest(text)).toBe(false);
    },
  );
});
