import { type Command, InvalidArgumentError } from 'commander';
import { isKeyId, KEY_ID_GRAMMAR, PUBLIC_KEY_BYTES, type PublicKey } from '../core/ed25519';
import { trim } from '../core/text';
import { decodeBase64 } from '../core/verify/read-members';
import type { VerifyPolicy } from '../core/verify/trust-policy';

export interface TrustFlags {
  readonly expectedContractSignature?: string;
  readonly requireRegistryMode?: string;
  readonly trustedRegistryKeyId?: string;
  readonly trustedKey?: readonly PublicKey[];
  readonly allowYankedPackage?: true;
}

export function addTrustOptions(command: Command): Command {
  return command
    .option('--expected-contract-signature <signature>', 'the contract signature that the package must have', nonBlank)
    .option(
      '--require-registry-mode <mode>',
      'the signing mode that the Registry must be in: production or dev',
      nonBlank,
    )
    .option('--trusted-registry-key-id <key_id>', 'the id of the key that must have signed the receipt', nonBlank)
    .option(
      '--trusted-key <key_id=base64>',
      'the key itself that must have signed the receipt, whatever the source says its keys are (repeatable)',
      collectTrustedKey,
    );
}

export function policyOf(flags: TrustFlags): Omit<VerifyPolicy, 'lock'> {
  return {
    expectedContractSignature: flags.expectedContractSignature,
    requiredRegistryMode: flags.requireRegistryMode,
    trustedReceiptKeyId: flags.trustedRegistryKeyId,
    trustedKeys: flags.trustedKey,
    allowYanked: flags.allowYankedPackage,
  };
}

/** An empty demand is a variable that was not set, and would be met by everything. */
function nonBlank(value: string): string {
  const trimmed = trim(value);
  if (trimmed === '') throw new InvalidArgumentError('It must not be blank.');
  return trimmed;
}

function collectTrustedKey(value: string, earlier: readonly PublicKey[] = []): readonly PublicKey[] {
  const at = value.indexOf('=');
  if (at === -1) throw new InvalidArgumentError('It must be KEY_ID=BASE64, as the keys page of a Registry shows it.');
  const keyId = trim(value.slice(0, at));
  const publicKey = decodeBase64(trim(value.slice(at + 1)));
  if (!isKeyId(keyId)) throw new InvalidArgumentError(`A key id is ${KEY_ID_GRAMMAR}.`);
  if (publicKey?.length !== PUBLIC_KEY_BYTES) {
    throw new InvalidArgumentError(`The key must be ${PUBLIC_KEY_BYTES} bytes in standard base64.`);
  }
  const same = earlier.find((key) => key.keyId === keyId);
  if (same !== undefined && !Buffer.from(same.publicKey).equals(publicKey)) {
    throw new InvalidArgumentError(`The key id ${keyId} is given twice, with different keys.`);
  }
  return [...earlier, { keyId, publicKey }];
}
