import nacl from 'tweetnacl';

/** Signature algorithms are an allow-list of one; the key decides, never the request. */
export const SIGNATURE_ALGORITHM = 'ed25519';
export const SEED_BYTES = nacl.sign.seedLength;
export const PUBLIC_KEY_BYTES = nacl.sign.publicKeyLength;
export const SIGNATURE_BYTES = nacl.sign.signatureLength;

const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
export const KEY_ID_GRAMMAR = '1 to 128 characters A-Z a-z 0-9 . _ -, the first a letter or digit';

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

export function signEd25519(message: Uint8Array, key: SigningKey): Uint8Array {
  return nacl.sign.detached(message, key.secretKey);
}

/** False for a wrong signature and for a signature or key of the wrong length or form. */
export function isValidSignature(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== PUBLIC_KEY_BYTES) return false;
  return hasReducedScalar(signature) && nacl.sign.detached.verify(message, signature, publicKey);
}

/**
 * RFC 8032 section 5.1.7: S must be below the group order, or anyone could write a valid signature a second way.
 * tweetnacl leaves this check to its callers; OpenSSL and the reference refuse such a signature.
 */
function hasReducedScalar(signature: Uint8Array): boolean {
  const scalar = BigInt(
    `0x${Buffer.from(signature.subarray(SIGNATURE_BYTES / 2))
      .reverse()
      .toString('hex')}`,
  );
  return scalar < GROUP_ORDER;
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
