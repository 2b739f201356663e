import { samplePackage } from '../../../test/support/demo-requests';
import { sealBody, TEST_KEY } from '../../../test/support/seal-request';
import { storedDocument, storedPackageOf, storedReceiptOf } from '../../../test/support/stored-package';
import { digested } from '../digest';
import { signatureText, signEd25519, signingKeyFromSeed } from '../ed25519';
import { isObject } from '../json/json-value';
import { parseJson } from '../json/parse-json';
import { auditReceipt, type ReceiptContext, type StoredReceipt } from './audit-receipt';

const sealed = sealBody(JSON.stringify(samplePackage()));
const receipt = storedReceiptOf(sealed);
const lineage = parseJson(sealed.lineage?.bytes ?? Buffer.from('{}'));
const context: ReceiptContext = {
  row: storedPackageOf(sealed).row,
  publishedAt: new Date(sealed.publishedAt),
  lineage: isObject(lineage) ? lineage : undefined,
  keys: new Map([[TEST_KEY.keyId, TEST_KEY.publicKey]]),
};

function classesOf(changes: Partial<StoredReceipt>, changedContext: Partial<ReceiptContext> = {}): string[] {
  const findings = auditReceipt({ ...receipt, ...changes }, { ...context, ...changedContext });
  return [...findings].map((finding) => finding.class);
}

describe('auditReceipt', () => {
  it('has nothing to say of a receipt that holds', () => {
    expect(classesOf({})).toEqual([]);
  });

  it.each([
    { publisherId: 'mallory' },
    { publisherType: 'other' },
    { issuedAt: new Date(Date.parse(sealed.publishedAt) + 1) },
    { registrySignature: 'ed25519:other:AA==' },
  ])('finds that the row says otherwise: %j', (changes) => {
    expect(classesOf(changes)).toEqual(['RECEIPT_ROW_MISMATCH']);
  });

  it('finds another receipt id', () => {
    expect(classesOf({ receiptId: `sha256:${'0'.repeat(64)}` })).toEqual(['RECEIPT_ID_MISMATCH']);
  });

  it.each([
    ['contractSignature', 'sig'],
    ['definitionDigest', 'sha256:0'],
    ['manifestDigest', 'sha256:0'],
    ['lockDigest', 'sha256:0'],
    ['packageExecutionSignature', 'sha256:0'],
  ])('finds that %s of the row was changed after it was signed', (name, value) => {
    expect(classesOf({}, { row: { ...context.row, [name]: value } })).toEqual(['RECEIPT_PAYLOAD_MISMATCH']);
  });

  it('finds another lineage, and does not judge by one that cannot be read', () => {
    expect(classesOf({}, { lineage: undefined })).toEqual(['RECEIPT_PAYLOAD_MISMATCH']);
    expect(classesOf({}, { lineage: 'unreadable' })).toEqual([]);
  });

  it('finds a flipped bit anywhere in the signature', () => {
    for (let at = 0; at < receipt.signature.length; at += 1) {
      const signature = Uint8Array.from(receipt.signature);
      signature[at] = (signature[at] ?? 0) ^ 1;
      const registrySignature = signatureText(receipt.keyId, signature);
      expect(classesOf({ signature, registrySignature })).toEqual(['RECEIPT_SIGNATURE_INVALID']);
    }
  });

  it('finds the second way to write a valid signature', () => {
    const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n;
    const scalar = BigInt(`0x${Buffer.from(receipt.signature.subarray(32)).reverse().toString('hex')}`) + groupOrder;
    const second = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse();
    const signature = Buffer.concat([receipt.signature.subarray(0, 32), second]);
    expect(classesOf({ signature, registrySignature: signatureText(receipt.keyId, signature) })).toEqual([
      'RECEIPT_SIGNATURE_INVALID',
    ]);
  });

  it('finds a receipt that was signed again, over other bytes or by another key', () => {
    const other = signingKeyFromSeed(TEST_KEY.keyId, Buffer.alloc(32, 9));
    const payload = storedDocument('receipt payload', digested(Buffer.from('{"package_id":"other"}')));
    const bySame = signEd25519(payload.content ?? Buffer.alloc(0), TEST_KEY);
    expect(classesOf({ payload, signature: bySame, registrySignature: signatureText(TEST_KEY.keyId, bySame) })).toEqual(
      ['RECEIPT_PAYLOAD_MISMATCH'],
    );
    const byOther = signEd25519(sealed.receipt.payload.bytes, other);
    expect(classesOf({ signature: byOther, registrySignature: signatureText(TEST_KEY.keyId, byOther) })).toEqual([
      'RECEIPT_SIGNATURE_INVALID',
    ]);
  });

  it('accepts nothing by a key that is none', () => {
    for (const length of [0, 31, 32, 33]) {
      const keys = new Map([[TEST_KEY.keyId, Buffer.alloc(length)]]);
      expect(classesOf({}, { keys })).toEqual(['RECEIPT_SIGNATURE_INVALID']);
    }
  });

  it('finds that the key or the signed bytes are gone', () => {
    expect(classesOf({}, { keys: new Map() })).toEqual(['SIGNING_KEY_MISSING']);
    expect(classesOf({ payload: { ...receipt.payload, content: undefined } })).toEqual(['BLOB_MISSING']);
  });
});
