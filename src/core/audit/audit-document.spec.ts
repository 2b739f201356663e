import { digested } from '../digest';
import { storedDocument } from '../../../test/support/stored-package';
import { auditDocument } from './audit-document';

const SUBJECT = { artifact: 'a', version: '1', table: 't' };

function classesOf(content: string): string[] {
  const { findings } = auditDocument(storedDocument('manifest', digested(Buffer.from(content))), SUBJECT);
  return findings.map((finding) => finding.class);
}

describe('auditDocument', () => {
  it('gives the document that is whole', () => {
    const document = storedDocument('manifest', digested(Buffer.from('{"a":[1,"é"]}')));
    expect(auditDocument(document, SUBJECT)).toEqual({ findings: [], value: { a: [1, 'é'] } });
  });

  it.each([
    ['white space', '{"a": 1}'],
    ['another order', '{"b":1,"a":1}'],
    ['a repeated member', '{"a":1,"a":1}'],
    ['another number', '{"a":1.0}'],
    ['another escape', '{"a":"\\u0061"}'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['a line separator as it is', '{"a":"\u2028"}'],
  ])('finds that the bytes have %s', (_, content) => {
    expect(classesOf(content)).toEqual(['DOCUMENT_NOT_CANONICAL']);
  });

  it.each(['[]', '1', '', '{', '{"a":1}x', '\ufeff{}', '"' + 'x'.repeat(100)])('finds that %j is none', (content) => {
    expect(classesOf(content)).toEqual(['DOCUMENT_INVALID']);
  });

  it('tells missing bytes and other bytes apart', () => {
    const whole = storedDocument('lock', digested(Buffer.from('{}')));
    const { findings, value } = auditDocument({ ...whole, content: undefined }, SUBJECT);
    expect([findings, value]).toEqual([
      [{ ...SUBJECT, class: 'BLOB_MISSING', detail: `lock: there is no blob ${whole.digest}` }],
      undefined,
    ]);
    const other = auditDocument({ ...whole, content: Buffer.from('{"a":1}') }, SUBJECT);
    expect(other.findings).toMatchObject([{ class: 'DOCUMENT_DIGEST_MISMATCH' }]);
    expect(other.value).toEqual({ a: 1 });
  });
});
