import { sign, verify, createPrivateKey } from 'node:crypto';
import { ed25519KeyFromRaw } from '../../test/support/independent-verifier';
import {
  isKeyId,
  isValidSignature,
  parseSignatureText,
  signatureText,
  signEd25519,
  signingKeyFromSeed,
  SIGNATURE_BYTES,
} from './ed25519';

const KEY = signingKeyFromSeed('k1', Buffer.alloc(32, 3));
const MESSAGE = Buffer.from('a message', 'utf8');
const SIGNATURE = signEd25519(MESSAGE, KEY);

/** RFC 8032 section 7.1: seed, public key, message, signature. */
const RFC_8032 = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
] as const;

describe('Ed25519', () => {
  it.each(RFC_8032)('signs as RFC 8032 does: seed %s', (seed, publicKey, message, signature) => {
    const key = signingKeyFromSeed('k', Buffer.from(seed, 'hex'));
    expect(Buffer.from(key.publicKey).toString('hex')).toBe(publicKey);
    expect(Buffer.from(signEd25519(Buffer.from(message, 'hex'), key)).toString('hex')).toBe(signature);
  });

  it('verifies what OpenSSL signed, and the other way round', () => {
    const header = Buffer.from('302e020100300506032b657004220420', 'hex');
    const privateKey = createPrivateKey({
      key: Buffer.concat([header, Buffer.alloc(32, 3)]),
      format: 'der',
      type: 'pkcs8',
    });
    expect(isValidSignature(MESSAGE, sign(null, MESSAGE, privateKey), KEY.publicKey)).toBe(true);
    expect(verify(null, MESSAGE, ed25519KeyFromRaw(KEY.publicKey), SIGNATURE)).toBe(true);
  });

  it('refuses signatures and keys of a wrong length without throwing', () => {
    expect(isValidSignature(MESSAGE, SIGNATURE, KEY.publicKey)).toBe(true);
    for (const length of [0, 1, 31, 32, 33, 63, 65]) {
      const padded = Buffer.concat([SIGNATURE, Buffer.alloc(65)]).subarray(0, length);
      expect(isValidSignature(MESSAGE, padded, KEY.publicKey)).toBe(false);
      if (length !== 32) expect(isValidSignature(MESSAGE, SIGNATURE, Buffer.alloc(length))).toBe(false);
    }
  });

  it('refuses another message, and the signature of nothing', () => {
    expect(isValidSignature(Buffer.from('a messagf'), SIGNATURE, KEY.publicKey)).toBe(false);
    expect(isValidSignature(Buffer.alloc(0), SIGNATURE, KEY.publicKey)).toBe(false);
    expect(isValidSignature(MESSAGE, Buffer.alloc(SIGNATURE_BYTES), KEY.publicKey)).toBe(false);
  });

  it('refuses the second form of a signature, as OpenSSL does (RFC 8032 section 5.1.7)', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const scalar = BigInt(`0x${Buffer.from(SIGNATURE.subarray(32)).reverse().toString('hex')}`);
    const second = Buffer.from((scalar + order).toString(16).padStart(64, '0'), 'hex').reverse();
    const malleated = Buffer.concat([SIGNATURE.subarray(0, 32), second]);
    expect(verify(null, MESSAGE, ed25519KeyFromRaw(KEY.publicKey), malleated)).toBe(false);
    expect(isValidSignature(MESSAGE, malleated, KEY.publicKey)).toBe(false);
  });
});

describe('signature texts', () => {
  const text = signatureText('k1', SIGNATURE);
  const base64 = Buffer.from(SIGNATURE).toString('base64');

  it('read back', () => {
    expect(text).toBe(`ed25519:k1:${base64}`);
    expect(parseSignatureText(text)).toEqual({ algorithm: 'ed25519', keyId: 'k1', signature: Buffer.from(SIGNATURE) });
  });

  it.each([
    ['two parts', `ed25519:${base64}`],
    ['four parts', `ed25519:k:1:${base64}`],
    ['no padding', text.replace(/=+$/, '')],
    ['more padding', `${text}=`],
    ['white space', ` ${text}\n`.replace(/^ /, '')],
    ['a line break inside', `${text.slice(0, 40)}\n${text.slice(40)}`],
    ['base64url', `ed25519:k1:${Buffer.alloc(64, 0xff).toString('base64').replaceAll('/', '_')}`],
    [
      'bits in the padding',
      `ed25519:k1:${base64.slice(0, -3)}${String.fromCharCode(base64.charCodeAt(base64.length - 3) + 1)}==`,
    ],
    ['another alphabet', 'ed25519:k1:!!!!'],
  ])('are no other text: %s', (_, other) => {
    expect(parseSignatureText(other)).toBeUndefined();
  });
});

describe('key ids', () => {
  it.each(['a', 'anip-registry-dev-ed25519-v1', '0._-', 'x'.repeat(128)])('accept %j', (id) => {
    expect(isKeyId(id)).toBe(true);
  });
  it.each(['', 'a:b', '-a', '.a', 'a b', 'a\n', 'a/b', '\u00e9', 'x'.repeat(129)])('refuse %j', (id) => {
    expect(isKeyId(id)).toBe(false);
  });
});
