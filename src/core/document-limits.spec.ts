import { refusalOf } from '../../test/support/refusal';
import { checkDocumentLimits } from './document-limits';
import type { JsonValue } from './json/json-value';

const faultOf = (document: JsonValue): unknown => {
  const error = refusalOf(() => checkDocumentLimits(document, 'manifest', '/manifest'));
  return error === undefined ? 'accepted' : `${error.code} ${String(error.details.pointer)}`;
};
/** `depth` arrays around a value that then stands at that depth. */
const nested = (depth: number, inner: JsonValue): JsonValue => {
  let value = inner;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};
const base64 = (length: number): string => 'QUJD'.repeat(length / 4);

describe('checkDocumentLimits: depth', () => {
  it.each([
    ['a scalar at depth 48', nested(48, 1), 'accepted'],
    ['an empty array at depth 48', nested(48, []), 'accepted'],
    ['a scalar at depth 49', nested(49, null), 'DOCUMENT_TOO_DEEP'],
    ['an array at depth 49', nested(49, []), 'DOCUMENT_TOO_DEEP'],
    ['10,000 levels', nested(10_000, 'x'), 'DOCUMENT_TOO_DEEP'],
  ])('%s', (_, document, outcome) => {
    expect(faultOf(document)).toEqual(expect.stringMatching(new RegExp(`^${outcome}`)));
  });

  it('says where', () => {
    expect(faultOf(nested(50, []))).toBe(`DOCUMENT_TOO_DEEP /manifest${'/a/0'.repeat(24)}/a`);
  });
});

describe('checkDocumentLimits: keys', () => {
  it.each([
    ['k'.repeat(160), true],
    ['\u00e9'.repeat(80), true],
    ['a\tb\r\n', true],
    ['\u0085', true],
    ['__proto__', true],
    ['', false],
    ['k'.repeat(161), false],
    ['\u00e9'.repeat(81), false],
    ['a\u0000', false],
    ['a\u001f', false],
    ['a\u007f', false],
  ])('%j: %s', (key, isAccepted) => {
    const document = { list: [Object.fromEntries([[key, 1]])] };
    expect(faultOf(document)).toBe(isAccepted ? 'accepted' : 'DOCUMENT_KEY_INVALID /manifest/list/0');
  });
});

describe('checkDocumentLimits: texts', () => {
  it.each([
    ['tab, LF and CR', 'a\t\n\r', 'accepted'],
    ['C1 controls and line separators', '\u0080\u009f\u2028\ufffd', 'accepted'],
    ['NUL', '\u0000', 'DOCUMENT_TEXT_INVALID /manifest/a~1b/0'],
    ['vertical tab', '\u000b', 'DOCUMENT_TEXT_INVALID /manifest/a~1b/0'],
    ['DEL', 'x\u007f', 'DOCUMENT_TEXT_INVALID /manifest/a~1b/0'],
    ['an octet stream', 'data:application/octet-stream;base64,AA', 'DOCUMENT_BINARY_REFUSED /manifest/a~1b/0'],
    [
      'an octet stream in capitals, with white space',
      '\u3000DATA:Application/OCTET-STREAM',
      'DOCUMENT_BINARY_REFUSED /manifest/a~1b/0',
    ],
    [
      'an octet stream with a dotted capital I',
      'data:appl\u0130cation/octet-stream',
      'DOCUMENT_BINARY_REFUSED /manifest/a~1b/0',
    ],
    ['a binary URL', 'data:binary', 'DOCUMENT_BINARY_REFUSED /manifest/a~1b/0'],
    ['an image', 'data:image/png;base64,AA', 'accepted'],
    ['an octet stream that is spoken of', 'see data:application/octet-stream', 'accepted'],
  ])('%s', (_, text, outcome) => {
    expect(faultOf({ 'a/b': [text] })).toBe(outcome);
  });
});

describe('checkDocumentLimits: base64 where files would be', () => {
  it.each([
    ['4096 bytes', { payload: base64(4096) }, false],
    ['4095 bytes', { payload: base64(4096).slice(1) }, true],
    ['4096 bytes elsewhere', { notes: base64(4096) }, true],
    ['4096 bytes after trimming to 4095', { payload: ` ${base64(4096).slice(1)}` }, true],
    ['short lines of base64', { payload: 'QUJD\r\n'.repeat(700) }, false],
    ['95 percent of the bytes', { blob: base64(3892) + '-'.repeat(204) }, true],
    ['a little over 95 percent', { blob: base64(3936) + '-'.repeat(160) }, false],
    ['few bytes outside, but three each', { blob: base64(4000) + '\u20ac'.repeat(80) }, true],
    ['below a telling name', { Attachments: [{ deep: { x: base64(4096) } }] }, false],
    ['at a name that contains a word', { 'my-PROFILES': base64(4096) }, false],
  ])('%s', (_, document, isAccepted) => {
    expect(faultOf(document) === 'accepted').toBe(isAccepted);
  });

  it.each(['attachment', 'payload', 'blob', 'binary', 'content', 'file'])('are looked at below %s', (word) => {
    expect(faultOf({ [`x${word.toUpperCase()}y`]: [base64(4096)] })).toMatch(/^DOCUMENT_BINARY_REFUSED/);
  });

  it('does not put words together out of two names', () => {
    expect(faultOf({ pay: { load: base64(4096) } })).toBe('accepted');
  });
});

describe('checkDocumentLimits: sums', () => {
  const text = (bytes: number): string => '-'.repeat(bytes);

  it.each([
    ['one example at the limit', { example: text(262_144) }, 'accepted'],
    [
      'examples over it together',
      { EXAMPLES: [text(262_000)], x: { anExample: text(145) } },
      'DOCUMENT_EXAMPLES_TOO_LARGE /manifest',
    ],
    ['bytes, not characters', { example: '\u00e9'.repeat(131_073) }, 'DOCUMENT_EXAMPLES_TOO_LARGE /manifest'],
    [
      'texts deep below an example',
      { example: { a: [{ b: text(262_145) }] } },
      'DOCUMENT_EXAMPLES_TOO_LARGE /manifest',
    ],
    ['names do not count', { example: { ['k'.repeat(160)]: text(262_144) } }, 'accepted'],
    ['numbers do not count', { example: [1, ...new Array<JsonValue>(100_000).fill(1e300)] }, 'accepted'],
    ['attachments at the limit', { attachment: text(524_288) }, 'accepted'],
    [
      'attachments and artifacts together',
      { attachment: text(524_288), artifacts: text(1) },
      'DOCUMENT_ATTACHMENTS_TOO_LARGE /manifest',
    ],
    ['a text may count in both', { example_artifact: text(262_145) }, 'DOCUMENT_EXAMPLES_TOO_LARGE /manifest'],
    ['siblings of an example do not count', { a: { example: 'x' }, b: text(600_000) }, 'accepted'],
  ])('%s', (_, document, outcome) => {
    expect(faultOf(document as JsonValue)).toBe(outcome);
  });

  it('are stated', () => {
    const error = refusalOf(() => checkDocumentLimits({ example: text(262_145) }, 'manifest', '/manifest'));
    expect(error?.details).toMatchObject({ limit: 262_144, actual: 262_145 });
  });
});
