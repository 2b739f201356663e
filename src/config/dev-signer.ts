import { createHash } from 'node:crypto';

/**
 * The signer of a Registry without a configured key (packages.md section 7). Anybody can compute its private half: it
 * proves that the machinery works, and nothing else.
 */
export const DEV_KEY_ID = 'anip-registry-dev-ed25519-v1';
const DEV_SEED_TEXT = 'anip-registry-dev-local-ed25519-v1';

export function devSigningSeed(): Uint8Array {
  return createHash('sha256').update(DEV_SEED_TEXT, 'ascii').digest();
}
