import { SIGNATURE_ALGORITHM, SEED_BYTES, signingKeyFromSeed } from './ed25519';
import type { JsonObject } from './json/json-value';

/** A new key pair as the key generator prints it (packages.md section 7). */
export interface GeneratedKey {
  readonly keyId: string;
  readonly seed: Uint8Array;
}

/** Lines for an environment file: the last one is for the Registry that succeeds this key's. */
export function generatedKeyText({ keyId, seed }: GeneratedKey): string {
  return [
    `ANIP_REGISTRY_KEY_ID=${keyId}`,
    `ANIP_REGISTRY_ED25519_PRIVATE_KEY=${base64(seed)}`,
    '# After the next rotation, keep this key verifiable with:',
    `ANIP_REGISTRY_EXTRA_PUBLIC_KEYS=${extraPublicEntry({ keyId, seed })}`,
    '',
  ].join('\n');
}

/** The same as an object with sorted members. */
export function generatedKeyJson({ keyId, seed }: GeneratedKey): JsonObject {
  const { publicKey, secretKey } = signingKeyFromSeed(keyId, seed);
  return {
    algorithm: SIGNATURE_ALGORITHM,
    extra_public_entry: extraPublicEntry({ keyId, seed }),
    key_id: keyId,
    private_key: base64(secretKey),
    private_key_seed: base64(secretKey.subarray(0, SEED_BYTES)),
    public_key: base64(publicKey),
  };
}

/** `registry-` and the time, to the second, in UTC. */
export function defaultKeyId(time: Date): string {
  const digits = time.toISOString().replace(/\D/g, '');
  return `registry-${digits.slice(0, 'YYYYMMDD'.length)}-${digits.slice('YYYYMMDD'.length, 'YYYYMMDDHHMMSS'.length)}`;
}

function extraPublicEntry({ keyId, seed }: GeneratedKey): string {
  return `${keyId}=${base64(signingKeyFromSeed(keyId, seed).publicKey)}`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
