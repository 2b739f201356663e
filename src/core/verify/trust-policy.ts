import { isReceiptValid } from '../receipt';
import type { PublicKey } from '../ed25519';
import { isBlank, lowerCase, quoteForMessage, trim } from '../text';
import { check, fail, pass, type Check } from './checks';
import type { Examination } from './examination';
import type { LockFile } from './lock-file';

/** What the caller demands beyond what a package proves by itself. */
export interface VerifyPolicy {
  readonly lock?: LockFile | undefined;
  readonly expectedContractSignature?: string | undefined;
  /** `production` keeps out what a Registry signed with the development key that everybody knows. */
  readonly requiredRegistryMode?: string | undefined;
  readonly trustedReceiptKeyId?: string | undefined;
  readonly trustedKeys?: readonly PublicKey[] | undefined;
  readonly allowYanked?: boolean | undefined;
}

/** A demand that the source cannot meet fails: a file has no receipt, a bundle no signing mode. */
export function trustPolicyChecks(examination: Examination, policy: VerifyPolicy): readonly Check[] {
  return [
    ...signingModeChecks(examination, policy.requiredRegistryMode),
    ...receiptKeyIdChecks(examination, policy.trustedReceiptKeyId),
    ...((policy.trustedKeys ?? []).length === 0 ? [] : [trustedKeyCheck(examination, policy.trustedKeys ?? [])]),
  ];
}

function signingModeChecks({ subject }: Examination, required: string | undefined): readonly Check[] {
  if (required === undefined) return [];
  const mode = lowerCase(trim(subject.signingMode));
  const wanted = lowerCase(trim(required));
  return [
    check('registry_trust_policy_signing_mode_present', mode !== '', 'the source states no signing mode'),
    check(
      'registry_trust_policy_signing_mode_matches',
      mode === wanted,
      `expected ${quoteForMessage(wanted)}, observed ${quoteForMessage(mode)}`,
    ),
  ];
}

function receiptKeyIdChecks({ keyId }: Examination, trusted: string | undefined): readonly Check[] {
  if (trusted === undefined) return [];
  const fault = `expected ${quoteForMessage(trusted)}, observed ${quoteForMessage(keyId)}`;
  return [check('registry_trust_policy_receipt_key_matches', keyId === trusted, fault)];
}

/**
 * The receipt verifies with a key that the caller brought, whatever the source says its keys are. A source that has
 * bound a trusted id to other bytes is reported even when this receipt is signed by another trusted key.
 */
function trustedKeyCheck(examination: Examination, trustedKeys: readonly PublicKey[]): Check {
  const name = 'registry_trust_policy_key_matches';
  const { subject, signature, keyId, claims } = examination;
  const rebound = trustedKeys.find((trusted) =>
    subject.keys.some((key) => key.keyId === trusted.keyId && !Buffer.from(key.publicKey).equals(trusted.publicKey)),
  );
  if (rebound !== undefined) {
    return fail(
      name,
      `the source binds the key id ${quoteForMessage(rebound.keyId)} to another key than the trusted one`,
    );
  }
  if (signature === undefined || isBlank(keyId)) return fail(name, 'there is no receipt that a key could have signed');
  const trusted = trustedKeys.find((key) => key.keyId === signature.keyId);
  if (trusted === undefined) {
    return fail(
      name,
      `the receipt is signed by ${quoteForMessage(signature.keyId)}, which is none of the trusted keys`,
    );
  }
  return isReceiptValid(claims, subject.receipt.signature, trusted.publicKey)
    ? pass(name)
    : fail(name, `the receipt was not signed by the trusted key ${quoteForMessage(trusted.keyId)}`);
}
