import { EXECUTION_SIGNATURE_MEMBER } from '../execution-signature';
import { isEmptyObject, isObject, member, objectOf, type JsonObject } from '../json/json-value';
import { firstUsableLineage } from '../package-rules/lineage';
import { firstText, readHead, readKeys, readMaterials, readReceipt, text } from './read-members';
import type { PackageName, ResolvedPackage } from './resolved-package';

/** What a Registry answered: the record, its receipt and its public keys. */
export interface RegistryAnswers {
  readonly record: JsonObject;
  readonly receipt: JsonObject;
  readonly keys: JsonObject;
  readonly registryUrl: string;
  readonly recordPath: string;
}

export const REGISTRY_AUTHORITY = 'remote-registry';

/** `requested` is what the Registry was asked for, which need not be what it answers. */
export function resolveRecord(answers: RegistryAnswers, requested: PackageName): ResolvedPackage {
  const { record } = answers;
  const lifecycle = member(record, 'lifecycle');
  const manifest = objectOf(member(record, 'manifest'));
  const recommendedLock = objectOf(member(record, 'recommended_lock'));
  return {
    sourceKind: 'registry',
    requested,
    ...readHead(record),
    definition: objectOf(member(record, 'service_definition')),
    manifest,
    recommendedLock,
    lineage: statedLineage(record) ?? firstUsableLineage(manifest, recommendedLock),
    implementationMaterials: readMaterials(member(record, 'implementation_materials')),
    stated: {
      definition: text(record, 'definition_digest'),
      manifest: text(record, 'manifest_digest'),
      lock: text(record, 'lock_digest'),
      executionSignature: firstText(
        text(record, EXECUTION_SIGNATURE_MEMBER),
        text(manifest, EXECUTION_SIGNATURE_MEMBER),
        text(recommendedLock, EXECUTION_SIGNATURE_MEMBER),
      ),
    },
    disagreements: [],
    receipt: { ...readReceipt(answers.receipt), authority: REGISTRY_AUTHORITY },
    keys: readKeys(member(answers.keys, 'items')),
    lifecycle: isObject(lifecycle) ? lifecycle : {},
    signingMode: text(answers.keys, 'signing_mode'),
    activeKeyId: text(answers.keys, 'active_key_id'),
    registryUrl: answers.registryUrl,
    recordPath: answers.recordPath,
  };
}

/**
 * What a Registry states as the lineage is what it has signed, usable or not: were an unusable one passed over for the
 * manifest's, as with a request, whoever reads the record would read what nobody has checked.
 */
function statedLineage(record: JsonObject): JsonObject | undefined {
  const lineage = member(record, 'lineage');
  return isObject(lineage) && !isEmptyObject(lineage) ? lineage : undefined;
}
