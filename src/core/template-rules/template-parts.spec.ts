import { refusalOf } from '../../../test/support/refusal';
import type { JsonObject, JsonValue } from '../json/json-value';
import { checkTemplateParts } from './template-parts';

const outcome = (template: JsonObject): string => {
  const error = refusalOf(() => checkTemplateParts(template));
  return error === undefined ? 'accepted' : `${error.code} ${String(error.details.pointer)}`;
};
const documented = (document: JsonValue): string => outcome({ documents: [{ filename: 'a.md' }, document] });
const connected = (connection: JsonValue): string => outcome({ connections: [{}, connection] });

describe('checkTemplateParts', () => {
  it.each([
    ['documents', 20, { filename: 'a.md' }],
    ['connections', 20, {}],
    ['discoveryRecords', 200, null],
    ['capabilityMappings', 100, 'anything'],
  ])('counts %s: %i', (name, limit, element) => {
    const list = (length: number): JsonObject => ({ [name]: new Array<JsonValue>(length).fill(element) });
    expect(outcome(list(limit))).toBe('accepted');
    expect(outcome(list(limit + 1))).toBe(`TEMPLATE_PARTS_TOO_MANY /template/${name}`);
    expect(outcome({ [name]: { length: limit + 1 } })).toBe('accepted');
  });

  it.each(['a.md', 'A.MD', '.md', 'a b.md', 'a.b.md', '\u00e9.md', 'a.md.md', '-rf.md'])(
    'accepts the document %j',
    (filename) => {
      expect(documented({ filename })).toBe('accepted');
    },
  );

  it.each([
    '',
    'a',
    'a.txt',
    'a.md ',
    ' ',
    'a.mdx',
    'a.m\u0434',
    '../a.md',
    'a..md',
    'x/a.md',
    '/a.md',
    'x\\a.md',
    'a.md\u0000',
    5,
    null,
  ])('refuses the document %j', (filename) => {
    expect(documented({ filename })).toBe('TEMPLATE_DOCUMENT_INVALID /template/documents/1/filename');
  });

  it.each<[string, JsonValue, string]>([
    ['20480 bytes', { filename: 'a.md', content: '\u00e9'.repeat(10_240) }, 'accepted'],
    [
      '20481 bytes',
      { filename: 'a.md', content: `${'\u00e9'.repeat(10_240)}x` },
      'TEMPLATE_DOCUMENT_INVALID /template/documents/1/content',
    ],
    ['content that is no text', { filename: 'a.md', content: [1] }, 'accepted'],
    ['a text for a document', 'a.md', 'TEMPLATE_DOCUMENT_INVALID /template/documents/1'],
    ['null for a document', null, 'TEMPLATE_DOCUMENT_INVALID /template/documents/1'],
    ['an array for a document', [], 'TEMPLATE_DOCUMENT_INVALID /template/documents/1'],
  ])('%s', (_, document, expected) => {
    expect(documented(document)).toBe(expected);
  });

  it.each(['AB', 'A_', 'A1', 'GITHUB_TOKEN', 'A'.repeat(128), '', 5, null, {}])('accepts the secret ref %j', (ref) => {
    expect(connected({ secret_ref: ref })).toBe('accepted');
  });

  it.each([
    'A',
    'a',
    'Ab',
    '1A',
    '_A',
    'A-B',
    'A B',
    ' AB',
    'AB\n',
    '${AB}',
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    'A'.repeat(129),
  ])('refuses the secret ref %j, and does not repeat it', (ref) => {
    const error = refusalOf(() => checkTemplateParts({ connections: [{ secret_ref: ref }] }));
    expect(error).toMatchObject({
      code: 'TEMPLATE_CONNECTION_INVALID',
      details: { pointer: '/template/connections/0/secret_ref' },
    });
    if (ref.length > 4) expect(JSON.stringify([error?.message, error?.details])).not.toContain(ref);
  });

  it('refuses a connection that is no object', () => {
    expect(connected('x')).toBe('TEMPLATE_CONNECTION_INVALID /template/connections/1');
  });
});
