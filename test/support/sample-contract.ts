import { contractSideOf, type ContractSide } from '../../src/core/contract-diff/contract-side';
import { diffContracts, type ContractDiff } from '../../src/core/contract-diff/diff-contracts';
import type { JsonObject, JsonValue } from '../../src/core/json/json-value';
import { applyPatch, type PatchOperation } from './json-patch';
import { SAMPLE_DEFINITION } from './sample-definition';

/** A record with something in every part that the rules of the contract diff look at. */
export const SAMPLE_CONTRACT: JsonObject = {
  package_id: 'acme/garden',
  package_version: '1.0.0',
  project_ref: 'studio:garden',
  contract_signature: 'sha256:1',
  publisher_id: 'acme',
  publisher_type: 'company',
  schema_version: 'anip-service-definition/v1',
  readme: '# Garden',
  source_links: [{ title: 'Source', url: 'https://git.example.org/garden' }],
  service_definition: {
    ...SAMPLE_DEFINITION,
    authority: { mode: 'delegated', scopes: ['garden:read'] },
    audit: { level: 'every_call' },
    compiled_contract_identity: { signature: 'sha256:1' },
  },
  manifest: {
    anip_spec_version: 'anip/0.24',
    name: 'Garden',
    version: '1.0.0',
    usage_notes: { first: 'read' },
    agent_consumability: {
      schema_version: 'anip-agent-consumability/v0',
      capabilities: {
        'garden.bed.read': { intent: { summary: 'Read' }, business_effects: { produces: ['data.read'] } },
        'garden.bed.sum': { intent: { summary: 'Sum' } },
        'garden.bed.digest': { intent: { summary: 'Digest' } },
      },
    },
    agent_consumption_readiness: {
      status: 'ready',
      score: 100,
      required_app_glue: ['picker'],
      summary: { blockers: 0, warnings: 0 },
    },
  },
  recommended_lock: { build_packs: ['anip-build-pack@0.24'], blueprint_version: '1.0.0' },
};

export function sideOf(document: JsonValue): ContractSide {
  const side = contractSideOf(document as JsonObject);
  if (side === undefined) throw new TypeError('the document holds no service definition');
  return side;
}

/** What the patch changes in the sample; `before` is made to both versions. */
export function diffAfter(patch: readonly PatchOperation[], before: readonly PatchOperation[] = []): ContractDiff {
  const from = applyPatch(SAMPLE_CONTRACT, before);
  return diffContracts(sideOf(from), sideOf(applyPatch(from, patch)));
}
