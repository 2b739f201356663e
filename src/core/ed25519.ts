import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import nacl from 'tweetnacl';

/** Signature algorithms are an allow-list of one; the key decides, never the request. */
export const SIGNATURE_ALGORITHM = 'ed25519';
export const SEED_BYTES = nacl.sign.seedLength;
export const PUBLIC_KEY_BYTES = nacl.sign.publicKeyLength;
export const SIGNATURE_BYTES = nacl.sign.signatureLength;

const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const POINT_BYTES = 32;
/** The eight points whose order divides eight, in all fourteen ways to write them, less the bit that is the sign of x. */
const SMALL_ORDER_POINTS: ReadonlySet<string> = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
]);
const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
export const KEY_ID_GRAMMAR = '1 to 128 characters A-Z a-z 0-9 . _ -, the first a letter or digit';
/** What a key signs twice before it signs anything else. */
const PROOF_MESSAGE = Buffer.from('anip-registry: two implementations of Ed25519 agree on this key', 'utf8');
/** OpenSSL's form of the keys that have been proven. */
const PROVEN_KEYS = new WeakMap<SigningKey, KeyObject>();

export interface PublicKey {
  readonly keyId: string;
  readonly publicKey: Uint8Array;
}

export interface SigningKey extends PublicKey {
  /** 64 bytes: seed and public key, as tweetnacl keeps them. */
  readonly secretKey: Uint8Array;
}

/** A key id never holds a `:`, because the signature text is split at it. */
export function isKeyId(text: string): boolean {
  return KEY_ID.test(text);
}

export function signingKeyFromSeed(keyId: string, seed: Uint8Array): SigningKey {
  const pair = nacl.sign.keyPair.fromSeed(seed);
  return { keyId, publicKey: pair.publicKey, secretKey: pair.secretKey };
}

/**
 * The one signature that RFC 8032 section 5.1.6 has for a key and a message. OpenSSL makes it in 0.04 ms; tweetnacl,
 * which would block the process for 2 ms, has shown once that it makes the same (docs/adr/0006-openssl-verifies.md).
 *
 * @throws Error when the key is not proven; nothing has been signed then
 */
export function signEd25519(message: Uint8Array, key: SigningKey): Uint8Array {
  return sign(null, message, provenKey(key));
}

/**
 * Has tweetnacl and OpenSSL sign one fixed message with `key`, and verifies it by the public half. A process that will
 * sign calls this at its start, so that a disagreement is a fault of the start; `signEd25519` does it for a key that
 * nobody has proven. 4 to 8 ms, once for each key.
 *
 * @throws Error when the signatures differ, or the public half is another key's
 */
export function proveSigningKey(key: SigningKey): void {
  provenKey(key);
}

function provenKey(key: SigningKey): KeyObject {
  const known = PROVEN_KEYS.get(key);
  if (known !== undefined) return known;
  const privateKey = openSslPrivateKey(key);
  const signature = sign(null, PROOF_MESSAGE, privateKey);
  if (!signature.equals(nacl.sign.detached(PROOF_MESSAGE, key.secretKey))) {
    throw unusable(key, 'tweetnacl and OpenSSL sign differently with it');
  }
  if (!isValidSignature(PROOF_MESSAGE, signature, key.publicKey)) {
    throw unusable(key, 'its public half does not verify what it signs');
  }
  PROVEN_KEYS.set(key, privateKey);
  return privateKey;
}

function unusable({ keyId }: SigningKey, reason: string): Error {
  return new Error(`nothing is signed with the key ${keyId}: ${reason}`);
}

function openSslPrivateKey({ publicKey, secretKey }: SigningKey): KeyObject {
  const [d, x] = [secretKey.subarray(0, SEED_BYTES), publicKey].map((bytes) =>
    Buffer.from(bytes).toString('base64url'),
  );
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d, x }, format: 'jwk' });
}

/**
 * RFC 8032 section 5.1.7, without the cofactor. False for a wrong signature and for a signature or key of the wrong
 * length or form. OpenSSL computes it in a hundredth of tweetnacl's time; on what implementations, and versions of
 * OpenSSL, are known to disagree about, the rules here decide (docs/adr/0006-openssl-verifies.md).
 */
export function isValidSignature(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== PUBLIC_KEY_BYTES) return false;
  const [commitment, scalar] = [signature.subarray(0, POINT_BYTES), signature.subarray(POINT_BYTES)];
  if (!isReduced(scalar) || hasSmallOrder(commitment) || hasSmallOrder(publicKey)) return false;
  return verify(null, message, openSslKey(publicKey), signature);
}

/** Any 32 bytes are taken; those that are no point of the curve verify nothing. */
function openSslKey(publicKey: Uint8Array): KeyObject {
  const x = Buffer.from(publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** S must be below the group order, or anyone could write a valid signature a second way (RFC 8032 section 5.1.7). */
function isReduced(scalar: Uint8Array): boolean {
  return BigInt(`0x${Buffer.from(scalar).reverse().toString('hex')}`) < GROUP_ORDER;
}

/** One signature of such a key fits message after message; no signer makes such a key or R. */
function hasSmallOrder(point: Uint8Array): boolean {
  const withoutSign = Buffer.from(point);
  withoutSign.writeUInt8(withoutSign.readUInt8(POINT_BYTES - 1) & 0x7f, POINT_BYTES - 1);
  return SMALL_ORDER_POINTS.has(withoutSign.toString('hex'));
}

/** `ed25519:<key id>:<standard padded base64 of the signature>` (packages.md section 5). */
export function signatureText(keyId: string, signature: Uint8Array): string {
  return `${SIGNATURE_ALGORITHM}:${keyId}:${Buffer.from(signature).toString('base64')}`;
}

/** The parts of a signature text; undefined unless it has exactly three and the last is standard base64. */
export function parseSignatureText(
  text: string,
): { algorithm: string; keyId: string; signature: Uint8Array } | undefined {
  const parts = text.split(':');
  const [algorithm, keyId, base64] = parts;
  if (parts.length !== 3 || algorithm === undefined || keyId === undefined || base64 === undefined) return undefined;
  const signature = Buffer.from(base64, 'base64');
  return signature.toString('base64') === base64 ? { algorithm, keyId, signature } : undefined;
}
