import { member, type JsonObject } from '../json/json-value';
import { NO_RECEIPT, text } from './read-members';
import type { ResolvedPackage } from './resolved-package';

/** A service definition on its own: it has rules to keep, and nobody's word for where it comes from. */
export function resolveFile(definition: JsonObject): ResolvedPackage {
  return {
    sourceKind: 'file',
    requested: undefined,
    packageId: '',
    packageVersion: '',
    publisherId: '',
    publisherType: '',
    contractSignature: compiledContractSignature(definition),
    schemaVersion: text(definition, 'contract_schema_version'),
    definition,
    manifest: {},
    recommendedLock: {},
    lineage: undefined,
    implementationMaterials: [],
    stated: { definition: '', manifest: '', lock: '', executionSignature: '' },
    disagreements: [],
    receipt: NO_RECEIPT,
    keys: [],
    lifecycle: undefined,
    signingMode: '',
    activeKeyId: '',
    registryUrl: '',
    recordPath: '',
  };
}

export function compiledContractSignature(definition: JsonObject): string {
  return text(member(definition, 'compiled_contract_identity'), 'signature');
}
