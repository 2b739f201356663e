import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { isValidSignature } from '../ed25519';

/**
 * A public key that verifies receipts by the thousand. OpenSSL takes a twentieth of the time that the portable code of
 * `isValidSignature` does, which would be most of an audit; what OpenSSL does not accept, that rule decides.
 */
export class ReceiptKey {
  private readonly key: KeyObject | undefined;

  constructor(private readonly publicKey: Uint8Array) {
    this.key = importKey(publicKey);
  }

  accepts(payload: Uint8Array, signature: Uint8Array): boolean {
    if (this.key !== undefined && verify(null, payload, this.key, signature)) return true;
    return isValidSignature(payload, signature, this.publicKey);
  }
}

/** Undefined for what is no key: then nothing is its signature. */
function importKey(publicKey: Uint8Array): KeyObject | undefined {
  try {
    const x = Buffer.from(publicKey).toString('base64url');
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
