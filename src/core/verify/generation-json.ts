import { isEmptyObject, member, objectOf, type JsonObject } from '../json/json-value';
import { readinessSummary } from './agent-checks';
import { manifestOrLockObject, text } from './read-members';
import { agentMembers, lifecycleResult, lineageMembers, present, receiptMembers } from './verification-json';
import type { Verification } from './verify-package';

/** The result of `generate` (cli.md section 6), without what it says about locks. */
export function generationJson(verification: Verification, output: string): JsonObject {
  const { examination } = verification;
  const { subject } = examination;
  return {
    status: 'ok',
    source_kind: subject.sourceKind,
    ...present({
      package_id: subject.packageId,
      package_version: subject.packageVersion,
      definition_digest: examination.definitionDigest,
      lock_digest: subject.stated.lock,
      contract_signature: verification.contractSignature,
      schema_version: subject.schemaVersion,
    }),
    registry_trusted: subject.sourceKind === 'registry',
    output,
    ...receiptMembers(verification),
    ...lifecycleResult(verification),
    ...lineageMembers(verification),
    ...agentMembers(verification),
    ...summaries(verification),
    ...codeBundles(verification),
  };
}

function summaries({ examination: { subject } }: Verification): JsonObject {
  const readiness = manifestOrLockObject(subject, 'agent_consumption_readiness');
  const consumability = manifestOrLockObject(subject, 'agent_consumability');
  return {
    ...(isEmptyObject(readiness) ? {} : { agent_readiness_summary: { ...readinessSummary(readiness) } }),
    ...(isEmptyObject(consumability)
      ? {}
      : {
          agent_consumability_summary: {
            capability_count: Object.keys(objectOf(member(consumability, 'capabilities'))).length,
            schema_version: text(consumability, 'schema_version'),
          },
        }),
  };
}

/** What the package is to be built with besides its contract. */
function codeBundles({ examination: { subject } }: Verification): JsonObject {
  const materials = subject.implementationMaterials.filter(({ ref }) => ref !== '');
  if (materials.length === 0) return {};
  const unpinned = materials.filter(({ bundleTreeSha256 }) => bundleTreeSha256 === '');
  return {
    custom_code_bundle_refs: materials.map(({ ref }) => ref),
    ...(unpinned.length === 0
      ? {}
      : { custom_code_bundle_warnings: unpinned.map(({ ref }) => `${ref}: has no tree digest`) }),
  };
}
