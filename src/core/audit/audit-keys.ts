import type { PublicKey } from '../ed25519';
import type { Finding } from './finding';

const TABLE = 'signing_keys';

/** A key of the store and how many receipts name it. */
export interface StoredKey extends PublicKey {
  readonly receipts: number;
}

/** The keys that the Registry is configured with: the active one, those it still serves, and those it withdrew. */
export interface StatedKeys {
  readonly keys: readonly PublicKey[];
  readonly revokedKeyIds: readonly string[];
}

/**
 * A key id means one key for ever: what the store and the configuration both know must be the same (data-model.md
 * section 2). A key that the configuration does not state is believed on the store's word alone, which is worth a note.
 */
export function* auditKeys(stored: readonly StoredKey[], stated: StatedKeys): Generator<Finding> {
  for (const { keyId, publicKey, receipts } of stored) {
    const configured = stated.keys.find((key) => key.keyId === keyId);
    if (configured !== undefined && Buffer.compare(configured.publicKey, publicKey) !== 0) {
      yield {
        table: TABLE,
        class: 'SIGNING_KEY_REBOUND',
        detail: `the key "${keyId}" of the store is ${base64(publicKey)}, configured is ${base64(configured.publicKey)}`,
      };
    }
    if (receipts === 0) continue;
    const count = `${receipts} ${receipts === 1 ? 'receipt' : 'receipts'}`;
    if (stated.revokedKeyIds.includes(keyId)) {
      yield {
        table: TABLE,
        class: 'SIGNING_KEY_REVOKED',
        detail: `the key "${keyId}" is revoked: ${count} of it fail verification`,
      };
    } else if (configured === undefined) {
      yield {
        table: TABLE,
        class: 'SIGNING_KEY_NOT_CONFIGURED',
        detail: `the key "${keyId}" of ${count} is known from the store alone`,
      };
    }
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
