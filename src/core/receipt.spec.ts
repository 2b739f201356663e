import { signatureText, signingKeyFromSeed } from './ed25519';
import { isReceiptValid, receiptId, receiptPayload, signReceipt, type ReceiptClaims } from './receipt';

const KEY = signingKeyFromSeed('k1', Buffer.alloc(32, 5));
const CLAIMS: ReceiptClaims = {
  packageId: 'a/b',
  packageVersion: '1.0.0',
  contractSignature: 'c<&>\u2028',
  definitionDigest: 'sha256:d',
  manifestDigest: 'sha256:m',
  lockDigest: 'sha256:l',
  packageExecutionSignature: 'sha256:e',
  publisherId: 'p',
  publisherType: 't',
  lineage: { b: '<', a: -0 },
  issuedAt: '2026-01-02T03:04:05Z',
};
const textOf = (claims: ReceiptClaims): string => receiptPayload(claims).toString('utf8');

describe('receiptPayload', () => {
  it('is the receipt form of the claims, to the byte', () => {
    expect(textOf(CLAIMS)).toBe(
      '{"contract_signature":"c\\u003c\\u0026\\u003e\\u2028","definition_digest":"sha256:d",' +
        '"issued_at":"2026-01-02T03:04:05Z","lineage":{"a":-0,"b":"\\u003c"},"lock_digest":"sha256:l",' +
        '"manifest_digest":"sha256:m","package_execution_signature":"sha256:e","package_id":"a/b",' +
        '"package_version":"1.0.0","publisher_id":"p","publisher_type":"t"}',
    );
  });

  it('leaves publisher and lineage out when empty, and nothing else', () => {
    const empty = { ...CLAIMS, publisherId: '', publisherType: '', lineage: {}, contractSignature: '' };
    expect(Object.keys(JSON.parse(textOf(empty)) as object)).toEqual([
      'contract_signature',
      'definition_digest',
      'issued_at',
      'lock_digest',
      'manifest_digest',
      'package_execution_signature',
      'package_id',
      'package_version',
    ]);
    expect(textOf({ ...empty, lineage: undefined })).toBe(textOf(empty));
  });
});

describe('receiptId', () => {
  it('is made of id, version and time alone', () => {
    // printf '{"issued_at":"t","package_id":"a","package_version":"1"}' | sha256sum
    expect(receiptId('a', '1', 't')).toBe('sha256:08426b1b003bcb890c305cb69e71aeeab7d1d9a01405d604b06bd66a4585a5da');
    expect(receiptId('a@1', '1', 't')).not.toBe(receiptId('a', '1@1', 't'));
  });
});

describe('a signed receipt', () => {
  const signed = signReceipt(CLAIMS, KEY);
  const text = signatureText(signed.keyId, signed.signature);

  it('covers the payload and names its key', () => {
    expect(signed).toMatchObject({ keyId: 'k1', receiptId: receiptId('a/b', '1.0.0', CLAIMS.issuedAt) });
    expect(signed.payload.bytes.equals(receiptPayload(CLAIMS))).toBe(true);
    expect(isReceiptValid(CLAIMS, text, KEY.publicKey)).toBe(true);
  });

  it('says nothing of other claims', () => {
    for (const name of Object.keys(CLAIMS)) {
      const other = { ...CLAIMS, [name]: name === 'lineage' ? { b: '<', a: 0 } : 'x' };
      expect({ name, ok: isReceiptValid(other, text, KEY.publicKey) }).toEqual({ name, ok: false });
    }
  });

  it('is refused under another algorithm, in another form and with another key', () => {
    const others = [text.replace('ed25519', 'none'), text.replace('ed25519', 'ED25519'), text.slice(8), '', `${text}:`];
    for (const other of others) expect(isReceiptValid(CLAIMS, other, KEY.publicKey)).toBe(false);
    expect(isReceiptValid(CLAIMS, text, signingKeyFromSeed('k1', Buffer.alloc(32, 6)).publicKey)).toBe(false);
  });
});
