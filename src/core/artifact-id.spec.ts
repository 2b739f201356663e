import fc from 'fast-check';
import { refusalOf } from '../../test/support/refusal';
import {
  checkArtifactId,
  checkArtifactVersion,
  checkIdentityText,
  isArtifactId,
  isArtifactVersion,
  MAX_ARTIFACT_ID_BYTES,
  MAX_ARTIFACT_VERSION_BYTES,
  MAX_IDENTITY_TEXT_BYTES,
} from './artifact-id';

const HOSTILE = [
  ' a',
  'a ',
  'a\n',
  '\na',
  'a\u0000',
  'a b',
  'a%2Fb',
  'a\\b',
  'a"b',
  "a'b",
  'a;b',
  'a@b',
  'a:b',
  'a#b',
  'a?b',
];
const LOOKALIKES = ['\u0430bc', '\uff41', 'e\u0301', '\u200bx', 'a\u202eb', '\u0661', '\u{1d41a}'];

describe('artifact ids', () => {
  it.each(['a', 'A', '0', 'a.b_c-d', 'acme/glue', 'a/b/c', '1/2', 'a--', 'a..b', 'x'.repeat(256), 'CON', 'a./b'])(
    'accept %j',
    (id) => {
      expect(isArtifactId(id)).toBe(true);
      expect(() => checkArtifactId(id, 'package_id')).not.toThrow();
    },
  );

  it.each([
    ...['.', '..', '../a', 'a/..', 'a/../b', '.hidden', '-rf', '_a', '/a', 'a/', 'a//b', 'a/.b', 'a/-b', 'a+b', '~a'],
    ...HOSTILE,
    ...LOOKALIKES,
    'x'.repeat(257),
    `${'x/'.repeat(128)}y`,
  ])('refuse %j', (id) => {
    expect(isArtifactId(id)).toBe(false);
    expect(refusalOf(() => checkArtifactId(id, 'package_id'))).toMatchObject({
      code: 'ARTIFACT_ID_INVALID',
      details: { pointer: '/package_id', limit: MAX_ARTIFACT_ID_BYTES },
    });
  });

  it('are matched in time that does not explode', () => {
    expect(isArtifactId(`${'a/'.repeat(127)}a!`)).toBe(false);
    expect(isArtifactId(`${'a-'.repeat(1_000_000)}!`)).toBe(false);
  });
});

describe('artifact versions', () => {
  it.each(['1', '1.0.0', '1.0.0-rc.1+build_5', 'main', 'v1', '1'.repeat(128)])('accept %j', (version) => {
    expect(isArtifactVersion(version)).toBe(true);
    expect(() => checkArtifactVersion(version, 'package_version')).not.toThrow();
  });

  it.each([...['.', '+1', '-1', '_1', '1/2', '1~2', '^1', '*'], ...HOSTILE, ...LOOKALIKES, '1'.repeat(129)])(
    'refuse %j',
    (version) => {
      expect(isArtifactVersion(version)).toBe(false);
      expect(refusalOf(() => checkArtifactVersion(version, 'template_version'))).toMatchObject({
        code: 'ARTIFACT_VERSION_INVALID',
        details: { pointer: '/template_version', limit: MAX_ARTIFACT_VERSION_BYTES },
      });
    },
  );
});

describe('identity texts', () => {
  it.each([' ', 'a b', 'git@host:a/b#c', '\u00e9\u{1f600}', 'a\u0080b', 'x'.repeat(2048), '\u00e9'.repeat(1024)])(
    'accept %j',
    (text) => {
      expect(() => checkIdentityText(text, 'project_ref')).not.toThrow();
    },
  );

  it.each(['\u0000', 'a\tb', 'a\nb', 'a\rb', '\u001b[0m', 'a\u007f', 'x'.repeat(2049), '\u00e9'.repeat(1025)])(
    'refuse %j',
    (text) => {
      expect(refusalOf(() => checkIdentityText(text, 'project_ref'))).toMatchObject({
        code: 'IDENTITY_TEXT_INVALID',
        details: { pointer: '/project_ref', limit: MAX_IDENTITY_TEXT_BYTES, actual: Buffer.byteLength(text) },
      });
    },
  );
});

describe('identity', () => {
  it.each([checkArtifactId, checkArtifactVersion, checkIdentityText])('is required: %p', (check) => {
    expect(refusalOf(() => check('', 'x'))).toMatchObject({ code: 'IDENTITY_REQUIRED', details: { pointer: '/x' } });
  });

  it('never needs quoting in a path, a URL, a file name or a log line once accepted', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Za-z0-9._+/-]{1,20}$/));
    fc.assert(
      fc.property(text, (candidate) => {
        if (isArtifactVersion(candidate)) expect(encodeURI(candidate)).toBe(candidate);
        if (!isArtifactId(candidate)) return;
        expect(encodeURI(candidate)).toBe(candidate);
        expect(new URL(candidate, 'https://h/').pathname).toBe(`/${candidate}`);
      }),
      { numRuns: 2000 },
    );
  });
});
