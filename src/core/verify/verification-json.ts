import { isBlank } from '../text';
import { isEmptyObject, isObject, member, type JsonObject, type JsonValue } from '../json/json-value';
import { lifecycleMembers, lifecycleWarning } from './lifecycle';
import { manifestOrLockObject } from './read-members';
import type { Verification } from './verify-package';

/** The result of `verify` with the members of cli.md section 4 in its order; empty ones are left out. */
export function verificationJson(verification: Verification): JsonObject {
  const { examination, checks } = verification;
  const { subject } = examination;
  return {
    status: checks.every(({ status }) => status === 'pass') ? 'ok' : 'failed',
    source_kind: subject.sourceKind,
    ...present({
      package_id: subject.packageId,
      package_version: subject.packageVersion,
      schema_version: subject.schemaVersion,
      definition_digest: examination.definitionDigest,
      registry_definition_digest: subject.stated.definition,
      manifest_digest: subject.stated.manifest,
      lock_digest: subject.stated.lock,
      package_execution_signature: subject.stated.executionSignature,
      ...receiptMembers(verification),
    }),
    receipt_status: verification.receiptStatus,
    ...present({
      contract_signature: verification.contractSignature,
      ...lineageMembers(verification),
      registry_receipt_signature: subject.receipt.signature,
      registry_signing_mode: subject.signingMode,
      registry_active_key_id: subject.activeKeyId,
      registry_record_path: subject.recordPath,
      ...lifecycleResult(verification),
      ...agentMembers(verification),
    }),
    checks: checks.map((check) => ({ ...check })),
  };
}

export function receiptMembers({ examination }: Verification): JsonObject {
  const { receipt } = examination.subject;
  if (isBlank(receipt.signature)) return {};
  return present({
    receipt_authority: receipt.authority,
    receipt_key_id: examination.keyId,
    receipt_algorithm: isBlank(receipt.algorithm) ? (examination.signature?.algorithm ?? '') : receipt.algorithm,
  });
}

export function lifecycleResult({ examination }: Verification): JsonObject {
  const { lifecycle } = examination.subject;
  if (lifecycle === undefined) return {};
  return present({
    package_lifecycle: lifecycleMembers(lifecycle),
    package_lifecycle_warning: lifecycleWarning(examination.subject),
  });
}

/** Documents that nest too deeply are not repeated: whoever prints or reads the result need not survive them. */
export function lineageMembers({ examination }: Verification): JsonObject {
  const { lineage } = examination.subject;
  if (lineage === undefined || examination.depthFault !== undefined) return {};
  return present({
    lineage,
    product_revision: member(lineage, 'product_revision') ?? '',
    developer_revision: member(lineage, 'developer_revision') ?? '',
  });
}

export function agentMembers({ examination }: Verification): JsonObject {
  if (examination.subject.sourceKind === 'file' || examination.depthFault !== undefined) return {};
  return present({
    agent_consumption_readiness: manifestOrLockObject(examination.subject, 'agent_consumption_readiness'),
    agent_consumability: manifestOrLockObject(examination.subject, 'agent_consumability'),
  });
}

/** The members that are neither empty texts nor empty objects. */
export function present(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: JsonValue): boolean {
  return value === '' || (isObject(value) && isEmptyObject(value));
}
