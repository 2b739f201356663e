import type { JsonObject, JsonValue } from '../../src/core/json/json-value';
import { checkDefinition } from '../../src/core/definition-rules/check-definition';
import { applyPatch, type PatchOperation } from './json-patch';
import { refusalOf } from './refusal';

/** A valid definition that has every part the rules look at: two services, three capabilities, the last one composed. */
export const SAMPLE_DEFINITION: JsonObject = {
  artifact_type: 'anip_service_definition',
  contract_schema_version: 'anip-service-definition/v1',
  identity: { system_name: 'garden' },
  service_topology_bindings: [{ service_id: 'garden-service', service_name: 'Garden' }, { service_id: 'shed' }],
  capability_formalizations: [
    capability('garden.bed.read', {
      inputs: [
        { input_name: 'bed', input_type: 'string', required: true },
        { name: 'limit', input_type: 'integer', default: 10 },
      ],
      business_effects: { produces: ['data.read'], does_not_produce: ['system.mutation'] },
      grant_policy: {
        allowed_grant_types: ['one_time', 'session_bound'],
        default_grant_type: 'one_time',
        expires_in_seconds: 900,
        max_uses: 1,
      },
    }),
    capability('garden.bed.sum', { inputs: [{ input_name: 'rows', required: true }] }),
    capability('garden.bed.digest', {
      kind: 'composed',
      composition: {
        authority_boundary: 'same_service',
        steps: [
          { id: 'read', capability: 'garden.bed.read' },
          { id: 'sum', capability: 'garden.bed.sum' },
        ],
        input_mapping: { read: { bed: '$.input.bed' }, sum: { rows: '$.steps.read.output.rows' } },
        output_mapping: { total: '$.steps.sum.output.total' },
        failure_policy: {
          child_clarification: 'propagate',
          child_denial: 'propagate',
          child_approval_required: 'fail_parent',
          child_error: 'fail_parent',
        },
        audit_policy: {},
      },
    }),
  ],
  integration_fronting: {
    capability_mappings: [
      {
        capability_id: 'garden.bed.read',
        service_id: 'garden-service',
        title: 'Beds',
        backend_kind: 'native_api',
        connection_ref: 'beds_api',
        raw_operation_refs: ['beds.get'],
        backend_input_mode: 'explicit',
        required_inputs: ['bed'],
      },
    ],
  },
};

/** The code and the pointer of the refusal after the patch, or undefined when the definition is accepted. */
export function verdictAfter(patch: readonly PatchOperation[]): readonly [code: string, pointer: string] | undefined {
  const definition = applyPatch(SAMPLE_DEFINITION, patch) as JsonObject;
  const error = refusalOf(() => checkDefinition(definition, '/service_definition'));
  return error && [error.code, error.details.pointer?.replace('/service_definition', '') ?? ''];
}

function capability(id: string, members: JsonObject): JsonValue {
  return {
    capability_id: id,
    service_id: 'garden-service',
    title: 'A title',
    summary: 'A summary',
    intent_type: 'read',
    operation_type: 'read',
    side_effect_level: 'none',
    backend_operation: 'op',
    path_template: '/beds/{bed}',
    output_shape: 'shape',
    kind: 'atomic',
    inputs: [],
    ...members,
  };
}
