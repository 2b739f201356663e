import type { PublicKey } from '../core/ed25519';
import { quoteForMessage } from '../core/text';
import type { ConfigReport } from './config-report';
import type { Environment } from './env';
import { parseExtraPublicKeys, parseKeyIdList } from './keys';

export interface VerificationKeys {
  readonly extraPublicKeys: readonly PublicKey[];
  readonly revokedKeyIds: readonly string[];
}

/** The keys of earlier days: those that still count, and those that no longer do. */
export function readVerificationKeys(
  environment: Environment,
  activeKey: PublicKey,
  report: ConfigReport,
): VerificationKeys {
  const given = environment.optional('ANIP_REGISTRY_EXTRA_PUBLIC_KEYS', parseExtraPublicKeys) ?? [];
  const revokedKeyIds = environment.optional('ANIP_REGISTRY_REVOKED_KEY_IDS', parseKeyIdList) ?? [];
  if (revokedKeyIds.includes(activeKey.keyId)) {
    report.fault('ANIP_REGISTRY_REVOKED_KEY_IDS', `has the active key id ${quoteForMessage(activeKey.keyId)}`);
  }
  return { extraPublicKeys: withoutRepeats(given, activeKey, report), revokedKeyIds };
}

/** The first of a key id wins, and the active key is the first of all (packages.md section 7). */
function withoutRepeats(given: readonly PublicKey[], activeKey: PublicKey, report: ConfigReport): PublicKey[] {
  const listed = new Map([[activeKey.keyId, activeKey]]);
  for (const key of given) {
    const first = listed.get(key.keyId);
    if (first === undefined) listed.set(key.keyId, key);
    else if (Buffer.compare(first.publicKey, key.publicKey) !== 0) {
      report.warn(
        `ANIP_REGISTRY_EXTRA_PUBLIC_KEYS has another key for the key id ${quoteForMessage(key.keyId)}, which is ignored: a key id belongs to one key for ever`,
      );
    }
  }
  listed.delete(activeKey.keyId);
  return [...listed.values()];
}
