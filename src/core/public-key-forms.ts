import { createHash } from 'node:crypto';

/** RFC 8410 section 4: what stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** The forms in which tools write and compare an Ed25519 public key. */
export interface PublicKeyForms {
  /** The 32 bytes in standard base64, as `/keys` and `--trusted-key` have them. */
  readonly base64: string;
  /** SHA-256 of the 32 bytes, in hex. */
  readonly rawFingerprint: string;
  /** SubjectPublicKeyInfo (DER) in base64: the body of a PEM file. */
  readonly spkiBase64: string;
  /** SHA-256 of the SubjectPublicKeyInfo, in hex: what certificate tools call the fingerprint of a key. */
  readonly spkiFingerprint: string;
}

export function publicKeyForms(publicKey: Uint8Array): PublicKeyForms {
  const raw = Buffer.from(publicKey);
  const spki = Buffer.concat([SPKI_PREFIX, raw]);
  return {
    base64: raw.toString('base64'),
    rawFingerprint: sha256Hex(raw),
    spkiBase64: spki.toString('base64'),
    spkiFingerprint: sha256Hex(spki),
  };
}

function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
