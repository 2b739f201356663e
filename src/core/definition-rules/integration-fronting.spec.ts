import { verdictAfter } from '../../../test/support/sample-definition';
import type { PatchOperation } from '../../../test/support/json-patch';

describe('checkIntegrationFronting', () => {
  it.each<[string, PatchOperation[]]>([
    ['a definition without it', [{ op: 'remove', path: '/integration_fronting' }]],
    ['null', [{ op: 'replace', path: '/integration_fronting', value: null }]],
    ['no mappings', [{ op: 'replace', path: '/integration_fronting/capability_mappings', value: [] }]],
    [
      'the backend kind mcp',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/backend_kind', value: 'mcp' }],
    ],
    [
      'the backend kind database',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/backend_kind', value: 'database' }],
    ],
    [
      'the backend kind hybrid',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/backend_kind', value: 'hybrid' }],
    ],
    [
      'no backend input mode',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/backend_input_mode', value: ' ' }],
    ],
    [
      'bindings in place of those of the mapping',
      [
        {
          op: 'add',
          path: '/integration_fronting/capability_mappings/0/backend_bindings',
          value: [{ backend_kind: 'mcp', connection_ref: 'c', raw_operation_refs: [' r '] }],
        },
        { op: 'remove', path: '/integration_fronting/capability_mappings/0/connection_ref' },
        { op: 'add', path: '/integration_fronting/capability_mappings/0/matched_discovery_record_ids', value: null },
      ],
    ],
    [
      'an empty list of bindings',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/backend_bindings', value: [] }],
    ],
  ])('accepts %s', (_, patch) => {
    expect(verdictAfter(patch)).toBeUndefined();
  });

  it.each<[string, PatchOperation[], string, string]>([
    [
      'a mapping that is no object',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0', value: 'x' }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0',
    ],
    [
      'an unknown capability',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/capability_id', value: 'garden.none.such' }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/capability_id',
    ],
    [
      'a malformed capability id',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/capability_id', value: 'garden' }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/capability_id',
    ],
    [
      'an unknown service',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/service_id', value: 'attic' }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/service_id',
    ],
    [
      'the service of another capability',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/service_id', value: 'shed' }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/service_id',
    ],
    [
      'a title that is too long',
      [{ op: 'fill', path: '/integration_fronting/capability_mappings/0/title', char: 'x', bytes: 8193 }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/title',
    ],
    [
      'an intent with a control character',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/intent', value: '\u0002' }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/intent',
    ],
    [
      'an unknown backend kind',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/backend_kind', value: 'rest' }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/backend_kind',
    ],
    [
      'a missing connection',
      [{ op: 'remove', path: '/integration_fronting/capability_mappings/0/connection_ref' }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/connection_ref',
    ],
    [
      'a malformed connection',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/connection_ref', value: 'a/b' }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/connection_ref',
    ],
    [
      'no operations',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/raw_operation_refs', value: [] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/raw_operation_refs',
    ],
    [
      'a malformed operation',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/raw_operation_refs/-', value: 'a b' }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/raw_operation_refs/1',
    ],
    [
      'an unknown backend input mode',
      [{ op: 'replace', path: '/integration_fronting/capability_mappings/0/backend_input_mode', value: 'auto' }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/backend_input_mode',
    ],
    [
      'a binding that is no object',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/backend_bindings', value: ['x'] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/backend_bindings/0',
    ],
    [
      'a bad binding',
      [
        {
          op: 'add',
          path: '/integration_fronting/capability_mappings/0/backend_bindings',
          value: [{ backend_kind: 'mcp', connection_ref: 'c', raw_operation_refs: [] }],
        },
      ],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/backend_bindings/0/raw_operation_refs',
    ],
    [
      'a number in required_inputs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/required_inputs', value: [1] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/required_inputs/0',
    ],
    [
      'a number in optional_inputs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/optional_inputs', value: [1] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/optional_inputs/0',
    ],
    [
      'a number in approval_rule_refs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/approval_rule_refs', value: [1] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/approval_rule_refs/0',
    ],
    [
      'a number in denial_rule_refs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/denial_rule_refs', value: [1] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/denial_rule_refs/0',
    ],
    [
      'a number in clarification_rule_refs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/clarification_rule_refs', value: [1] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/clarification_rule_refs/0',
    ],
    [
      'a number in derived_required_backend_inputs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/derived_required_backend_inputs', value: [1] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/derived_required_backend_inputs/0',
    ],
    [
      'a number in derived_optional_backend_inputs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/derived_optional_backend_inputs', value: [1] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/derived_optional_backend_inputs/0',
    ],
    [
      'a number in explicit_required_backend_inputs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/explicit_required_backend_inputs', value: [1] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/explicit_required_backend_inputs/0',
    ],
    [
      'a number in explicit_optional_backend_inputs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/explicit_optional_backend_inputs', value: [1] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/explicit_optional_backend_inputs/0',
    ],
    [
      'a number in matched_discovery_record_ids',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/matched_discovery_record_ids', value: [1] }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/matched_discovery_record_ids/0',
    ],
    [
      'null for required_inputs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/required_inputs', value: null }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/required_inputs',
    ],
    [
      'null for optional_inputs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/optional_inputs', value: null }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/optional_inputs',
    ],
    [
      'null for approval_rule_refs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/approval_rule_refs', value: null }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/approval_rule_refs',
    ],
    [
      'null for denial_rule_refs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/denial_rule_refs', value: null }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/denial_rule_refs',
    ],
    [
      'null for clarification_rule_refs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/clarification_rule_refs', value: null }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/clarification_rule_refs',
    ],
    [
      'null for derived_required_backend_inputs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/derived_required_backend_inputs', value: null }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/derived_required_backend_inputs',
    ],
    [
      'null for derived_optional_backend_inputs',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/derived_optional_backend_inputs', value: null }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/derived_optional_backend_inputs',
    ],
    [
      'null for explicit_required_backend_inputs',
      [
        {
          op: 'add',
          path: '/integration_fronting/capability_mappings/0/explicit_required_backend_inputs',
          value: null,
        },
      ],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/explicit_required_backend_inputs',
    ],
    [
      'null for explicit_optional_backend_inputs',
      [
        {
          op: 'add',
          path: '/integration_fronting/capability_mappings/0/explicit_optional_backend_inputs',
          value: null,
        },
      ],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/explicit_optional_backend_inputs',
    ],
    [
      'null for matched_discovery_record_ids',
      [{ op: 'add', path: '/integration_fronting/capability_mappings/0/matched_discovery_record_ids', value: null }],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/0/matched_discovery_record_ids',
    ],
    [
      'a capability that is mapped twice',
      [
        {
          op: 'copy',
          from: '/integration_fronting/capability_mappings/0',
          path: '/integration_fronting/capability_mappings/-',
        },
      ],
      'INTEGRATION_FRONTING_INVALID',
      '/integration_fronting/capability_mappings/1/capability_id',
    ],
  ])('refuses %s', (_, patch, code, pointer) => {
    expect(verdictAfter(patch)).toEqual([code, pointer]);
  });
});
