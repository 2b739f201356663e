import { isBlank, quoteForMessage, trim } from '../text';
import { check, fail, pass, type Check } from './checks';
import type { Examination } from './examination';
import type { LockFile, LockMember } from './lock-file';
import { isSameRegistry } from './registry-address';

/** What a lock pins, in the contract's order (cli.md section 5), then what the reference forgets to pin. */
const PINNED: readonly LockMember[] = [
  'package_id',
  'package_version',
  'contract_signature',
  'schema_version',
  'manifest_digest',
  'lock_digest',
  'package_execution_signature',
  'receipt_key_id',
  'receipt_algorithm',
  'definition_digest',
  'receipt_signature',
  'receipt_issued_at',
  'publisher_id',
  'publisher_type',
];
/** How the Registry signs today, which says nothing about a receipt of yesterday. */
const PASSING: readonly LockMember[] = ['registry_signing_mode', 'registry_active_key_id'];

export interface LockDifference {
  readonly member: LockMember;
  readonly expected: string;
  readonly observed: string;
}

type Observed = Readonly<Partial<Record<LockMember, string>>>;

/** What a lock of this package would pin; the stated digests, whose truth is a check of its own. */
export function observedLock({ subject, signature, keyId }: Examination): Observed {
  const { stated, receipt } = subject;
  return {
    package_id: subject.packageId,
    package_version: subject.packageVersion,
    contract_signature: subject.contractSignature,
    schema_version: subject.schemaVersion,
    definition_digest: stated.definition,
    manifest_digest: stated.manifest,
    lock_digest: stated.lock,
    package_execution_signature: stated.executionSignature,
    receipt_signature: receipt.signature,
    receipt_key_id: keyId,
    receipt_algorithm: isBlank(receipt.algorithm) ? (signature?.algorithm ?? '') : receipt.algorithm,
    receipt_issued_at: receipt.issuedAt,
    registry_signing_mode: subject.signingMode,
    registry_active_key_id: subject.activeKeyId,
    publisher_id: subject.publisherId,
    publisher_type: subject.publisherType,
  };
}

/** The first pinned member that is not as the lock has it; undefined when all are. */
export function firstLockDifference(lock: LockFile, observed: Observed): LockDifference | undefined {
  const pinsReceiptKey = lock.receipt_key_id !== '';
  const member =
    PINNED.find((name) => lock[name] !== '' && trim(observed[name] ?? '') !== lock[name]) ??
    // Without a receipt key in the lock nothing else says which keys it was made under: the contract's own comparison.
    (pinsReceiptKey ? undefined : hasPassed(lock, observed));
  return member === undefined ? undefined : { member, expected: lock[member], observed: trim(observed[member] ?? '') };
}

/** `package_lock_matches` and, where the lock names the Registry it came from, `package_lock_registry_matches`. */
export function lockChecks(examination: Examination, lock: LockFile | undefined): readonly Check[] {
  if (lock === undefined) return [];
  const { subject } = examination;
  if (subject.sourceKind === 'file') {
    return [fail('package_lock_matches', 'a plain file is no package that a lock could pin')];
  }
  const observed = observedLock(examination);
  const difference = firstLockDifference(lock, observed);
  return [
    difference === undefined
      ? pass('package_lock_matches', rotationNote(lock, observed))
      : fail('package_lock_matches', describeDifference(difference)),
    ...(subject.sourceKind === 'registry' && lock.registry_url !== ''
      ? [
          check(
            'package_lock_registry_matches',
            isSameRegistry(lock.registry_url, subject.registryUrl),
            `the lock is of ${quoteForMessage(lock.registry_url)}, the package comes from ${quoteForMessage(subject.registryUrl)}`,
          ),
        ]
      : []),
  ];
}

export function describeDifference({ member, expected, observed }: LockDifference): string {
  const found = observed === '' ? 'nothing' : quoted(observed);
  return `${member}: expected ${quoted(expected)}, observed ${found}`;
}

/** A signature is longer than what messages quote, and may differ in its last character. */
function quoted(text: string): string {
  return /^[\w:.@/+=-]{1,300}$/.test(text) ? `"${text}"` : quoteForMessage(text);
}

function rotationNote(lock: LockFile, observed: Observed): string | undefined {
  const changed = hasPassed(lock, observed);
  if (changed === undefined) return undefined;
  const change = `${changed} was ${quoteForMessage(lock[changed])} and is ${quoteForMessage(observed[changed] ?? '')} now`;
  return `${change}; the receipt's own key ${quoteForMessage(lock.receipt_key_id)} is the locked one, so the lock holds`;
}

function hasPassed(lock: LockFile, observed: Observed): LockMember | undefined {
  return PASSING.find((name) => {
    const now = trim(observed[name] ?? '');
    return lock[name] !== '' && now !== '' && now !== lock[name];
  });
}
