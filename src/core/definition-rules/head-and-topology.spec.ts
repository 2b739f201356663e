import { verdictAfter } from '../../../test/support/sample-definition';
import type { PatchOperation } from '../../../test/support/json-patch';

describe('checkHeadAndTopology', () => {
  it.each<[string, PatchOperation[]]>([
    [
      'texts with white space around them',
      [
        { op: 'replace', path: '/artifact_type', value: ' anip_service_definition\n' },
        { op: 'add', path: '/service_topology_bindings/-', value: { service_id: ' attic ' } },
      ],
    ],
    ['an identity with a system name only', [{ op: 'replace', path: '/identity', value: { system_name: 'x' } }]],
    ['a service without a name', [{ op: 'replace', path: '/service_topology_bindings/0/service_name', value: '' }]],
  ])('accepts %s', (_, patch) => {
    expect(verdictAfter(patch)).toBeUndefined();
  });

  it.each<[string, PatchOperation[], string, string]>([
    [
      'another artifact type',
      [{ op: 'replace', path: '/artifact_type', value: 'anip_service' }],
      'DEFINITION_HEAD_INVALID',
      '/artifact_type',
    ],
    [
      'a missing artifact type',
      [{ op: 'remove', path: '/artifact_type' }],
      'DEFINITION_HEAD_INVALID',
      '/artifact_type',
    ],
    [
      'another schema version',
      [{ op: 'replace', path: '/contract_schema_version', value: 'v2' }],
      'DEFINITION_HEAD_INVALID',
      '/contract_schema_version',
    ],
    [
      'an identity that is no object',
      [{ op: 'replace', path: '/identity', value: [] }],
      'DEFINITION_HEAD_INVALID',
      '/identity',
    ],
    ['an empty identity', [{ op: 'replace', path: '/identity', value: {} }], 'DEFINITION_HEAD_INVALID', '/identity'],
    [
      'a blank system name',
      [{ op: 'replace', path: '/identity/system_name', value: ' ' }],
      'DEFINITION_HEAD_INVALID',
      '/identity/system_name',
    ],
    [
      'a missing topology',
      [{ op: 'remove', path: '/service_topology_bindings' }],
      'TOPOLOGY_INVALID',
      '/service_topology_bindings',
    ],
    [
      'an empty topology',
      [{ op: 'replace', path: '/service_topology_bindings', value: [] }],
      'TOPOLOGY_INVALID',
      '/service_topology_bindings',
    ],
    [
      'a service that is no object',
      [{ op: 'add', path: '/service_topology_bindings/-', value: 'x' }],
      'TOPOLOGY_INVALID',
      '/service_topology_bindings/2',
    ],
    [
      'an ownership mode, even null',
      [{ op: 'add', path: '/service_topology_bindings/1/ownership_mode', value: null }],
      'TOPOLOGY_INVALID',
      '/service_topology_bindings/1/ownership_mode',
    ],
    [
      'a service without an id',
      [{ op: 'remove', path: '/service_topology_bindings/1/service_id' }],
      'TOPOLOGY_INVALID',
      '/service_topology_bindings/1/service_id',
    ],
    [
      'a malformed service id',
      [{ op: 'replace', path: '/service_topology_bindings/1/service_id', value: 'Shed' }],
      'TOPOLOGY_INVALID',
      '/service_topology_bindings/1/service_id',
    ],
    [
      'a service id that is given twice',
      [{ op: 'replace', path: '/service_topology_bindings/1/service_id', value: ' garden-service' }],
      'TOPOLOGY_INVALID',
      '/service_topology_bindings/1/service_id',
    ],
    [
      'a service name that is too long',
      [{ op: 'fill', path: '/service_topology_bindings/0/service_name', char: 'x', bytes: 8193 }],
      'TOPOLOGY_INVALID',
      '/service_topology_bindings/0/service_name',
    ],
    [
      'an empty list of capabilities',
      [{ op: 'replace', path: '/capability_formalizations', value: [] }],
      'CAPABILITY_INVALID',
      '/capability_formalizations',
    ],
    [
      'a capability that is no object',
      [{ op: 'add', path: '/capability_formalizations/-', value: null }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/3',
    ],
    [
      'a malformed capability id',
      [{ op: 'replace', path: '/capability_formalizations/1/capability_id', value: 'sum' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/1/capability_id',
    ],
    [
      'a capability id that is given twice, before any other fault of a capability',
      [
        { op: 'remove', path: '/capability_formalizations/0/title' },
        { op: 'copy', from: '/capability_formalizations/1', path: '/capability_formalizations/-' },
      ],
      'CAPABILITY_INVALID',
      '/capability_formalizations/3/capability_id',
    ],
  ])('refuses %s', (_, patch, code, pointer) => {
    expect(verdictAfter(patch)).toEqual([code, pointer]);
  });
});
