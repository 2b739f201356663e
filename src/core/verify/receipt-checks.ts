import { digestOf } from '../digest';
import { PUBLIC_KEY_BYTES, SIGNATURE_ALGORITHM } from '../ed25519';
import { isEmptyObject, type JsonObject } from '../json/json-value';
import { isReceiptValid, receiptId } from '../receipt';
import { isBlank, quoteForMessage } from '../text';
import { check, fail, type Check } from './checks';
import type { Examination } from './examination';

type Origin = 'bundle' | 'registry';
const ED25519_PREFIX = `${SIGNATURE_ALGORITHM}:`;

/** The receipt of a record, checked with the keys of the Registry it came from. */
export function registryReceiptChecks(examination: Examination): readonly Check[] {
  const { receipt } = examination.subject;
  return [
    presentCheck('registry', receipt.signature),
    receiptIdCheck('registry', examination),
    ...ed25519Checks('registry', examination),
  ];
}

/** A bundle brings its keys along, so this proves that it is whole, not who signed it: pin the key with --trusted-key. */
export function bundleReceiptChecks(examination: Examination): readonly Check[] {
  const { receipt } = examination.subject;
  if (isBlank(receipt.signature)) return [];
  const idChecks = receipt.receiptId === '' ? [] : [receiptIdCheck('bundle', examination)];
  if (receipt.signature.startsWith(ED25519_PREFIX)) return [...idChecks, ...ed25519Checks('bundle', examination)];
  const computed = legacyReceipt(examination);
  const fault = `stated is ${quoteForMessage(receipt.signature)}, computed from the package ${computed}`;
  return [...idChecks, check('bundle_receipt_signature_matches', receipt.signature === computed, fault)];
}

export function presentCheck(origin: Origin, signature: string): Check {
  const fault =
    origin === 'bundle'
      ? 'the bundle has no receipt; a record as it is downloaded has none: verify it at its Registry, or a portable bundle'
      : 'the receipt has no registry_signature';
  return check(`${origin}_receipt_present`, !isBlank(signature), fault);
}

/** The id is made of name, version and time alone, so a receipt of another version has another one. */
function receiptIdCheck(origin: Origin, { subject }: Examination): Check {
  const computed = receiptId(subject.packageId, subject.packageVersion, subject.receipt.issuedAt);
  const fault = `stated is ${quoteForMessage(subject.receipt.receiptId)}, that of this version is ${computed}`;
  return check(`${origin}_receipt_id_matches`, subject.receipt.receiptId === computed, fault);
}

function ed25519Checks(origin: Origin, examination: Examination): readonly Check[] {
  const { subject, signature, keyId } = examination;
  const { receipt } = subject;
  const algorithm = receipt.algorithm === '' ? signature?.algorithm : receipt.algorithm;
  const isSupported = signature?.algorithm === SIGNATURE_ALGORITHM && algorithm === SIGNATURE_ALGORITHM;
  const supported = check(
    `${origin}_receipt_algorithm_supported`,
    isSupported,
    `the signature must be "${ED25519_PREFIX}", a key id, ":" and standard base64; it is ${quoteForMessage(receipt.signature)}`,
  );
  const agree = check(
    `${origin}_receipt_members_agree`,
    keyId === signature?.keyId,
    `the receipt names the key ${quoteForMessage(receipt.keyId)}, its signature ${quoteForMessage(signature?.keyId ?? '')}`,
  );
  const keyCheck = origin === 'registry' ? 'registry_public_key_present' : 'bundle_registry_public_key_present';
  const keyFault = faultOfKey(examination);
  if (keyFault !== undefined) return [supported, agree, fail(keyCheck, keyFault)];

  const present = check(keyCheck, true, '');
  const key = examination.sourceKeys[0]?.publicKey;
  if (!isSupported || key === undefined) return [supported, agree, present];
  const valid = check(
    `${origin}_receipt_signature_valid`,
    isReceiptValid(examination.claims, receipt.signature, key),
    `the signature is not that of the key ${quoteForMessage(keyId)} over this package, its stated digests and its time of issue`,
  );
  return [supported, agree, present, valid];
}

/** A key id that means two keys is no name for either. */
function faultOfKey({ sourceKeys, keyId }: Examination): string | undefined {
  const [key, ...others] = sourceKeys;
  const quoted = quoteForMessage(keyId);
  if (key === undefined) return `the key ${quoted} is not among the public keys: it is unknown there, or revoked`;
  if (others.some((other) => !Buffer.from(other.publicKey).equals(key.publicKey))) {
    return `the key ${quoted} is listed twice, with different keys`;
  }
  if (key.algorithm === SIGNATURE_ALGORITHM && key.publicKey.length === PUBLIC_KEY_BYTES) return undefined;
  return `the key ${quoted} is no ${SIGNATURE_ALGORITHM} key of ${PUBLIC_KEY_BYTES} bytes`;
}

/** Receipts of a local Studio before it signed: a digest, which anybody can make (cli.md section 4). */
function legacyReceipt({ subject, claims }: Examination): string {
  const { authority } = subject.receipt;
  const optional: JsonObject = {
    lock_digest: claims.lockDigest,
    package_execution_signature: claims.packageExecutionSignature,
    authority,
  };
  const { lineage } = subject;
  return digestOf({
    package_id: claims.packageId,
    package_version: claims.packageVersion,
    contract_signature: claims.contractSignature,
    definition_digest: claims.definitionDigest,
    manifest_digest: claims.manifestDigest,
    issued_at: claims.issuedAt,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== '')),
    ...(lineage === undefined || isEmptyObject(lineage) ? {} : { lineage }),
  });
}
