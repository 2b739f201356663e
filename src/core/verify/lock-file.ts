import { LOCK_SCHEMA_VERSION } from '../lock';
import { member, textOf, type JsonObject } from '../json/json-value';
import { isBlank, quoteForMessage, trim } from '../text';

/** Every member that a lock has, in the order it is written (packages.md section 6, "Lock body"). */
export const LOCK_MEMBERS = [
  'lock_schema_version',
  'artifact_type',
  'source_kind',
  'registry_url',
  'package_id',
  'package_version',
  'contract_signature',
  'schema_version',
  'definition_digest',
  'manifest_digest',
  'lock_digest',
  'package_execution_signature',
  'receipt_signature',
  'receipt_authority',
  'receipt_key_id',
  'receipt_algorithm',
  'receipt_issued_at',
  'registry_signing_mode',
  'registry_active_key_id',
  'publisher_id',
  'publisher_type',
] as const;
export type LockMember = (typeof LOCK_MEMBERS)[number];

/** A lock as text members, trimmed; empty where it has none. */
export type LockFile = Readonly<Record<LockMember, string>>;

const REQUIRED: readonly LockMember[] = ['package_id', 'package_version', 'definition_digest', 'lock_digest'];

/**
 * Reads a lock (cli.md section 1). A member of another type than text is a fault, not a member that is missing: a pin
 * must not come loose because somebody wrote a number in its place.
 * @returns the lock, or what is wrong with it
 */
export function parseLockFile(document: JsonObject): LockFile | { readonly fault: string } {
  const members = LOCK_MEMBERS.map((name) => [name, member(document, name) ?? ''] as const);
  const odd = members.find(([, value]) => typeof value !== 'string');
  if (odd !== undefined) return { fault: `${odd[0]} must be a text` };
  const lock = Object.fromEntries(members.map(([name, value]) => [name, trim(textOf(value))])) as Record<
    LockMember,
    string
  >;
  if (lock.lock_schema_version !== '' && lock.lock_schema_version !== LOCK_SCHEMA_VERSION) {
    const found = quoteForMessage(lock.lock_schema_version);
    return { fault: `lock_schema_version is ${found}; allowed is "${LOCK_SCHEMA_VERSION}"` };
  }
  const missing = REQUIRED.find((name) => isBlank(lock[name]));
  return missing === undefined ? lock : { fault: `${missing} is required and must not be blank` };
}
