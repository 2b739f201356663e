import { applyPatch, type PatchOperation } from '../../../test/support/json-patch';
import { SAMPLE_DEFINITION } from '../../../test/support/sample-definition';
import { failedNames } from '../../../test/support/verify-sources';
import { objectOf } from '../json/json-value';
import type { Check } from './checks';
import { checkDefinitionShape } from './definition-shape';
import { frontingChecks } from './fronting-checks';
import { resolveFile } from './resolve-file';
import { verifyPackage } from './verify-package';

const INPUT = '/capability_formalizations/0/inputs/0';

function patched(patch: readonly PatchOperation[]): ReturnType<typeof objectOf> {
  return objectOf(applyPatch(SAMPLE_DEFINITION, patch));
}

function checksAfter(...patch: readonly PatchOperation[]): readonly Check[] {
  return verifyPackage(resolveFile(patched(patch))).checks;
}

describe('the typed model', () => {
  it.each([
    [`${INPUT}/default_value`, 5, 'must be a string'],
    [`${INPUT}/required`, 'true', 'must be a boolean'],
    [`${INPUT}/semantic_aliases`, ['a', 1], 'must be an array of strings'],
    ['/capability_formalizations/0/minimum_scope', 'x', 'must be an array of strings'],
    ['/compiled_contract_identity', [], 'must be an object'],
    ['/compiled_contract_identity', { signature: 5 }, '/compiled_contract_identity/signature must be a string'],
  ])('%s = %j %s', (path, value, fault) => {
    const shape = checksAfter({ op: 'add', path, value }).find(({ name }) => name === 'service_definition_shape_valid');
    expect(shape).toMatchObject({ status: 'fail', detail: expect.stringContaining(fault) as string });
  });

  it('takes null and missing members for their zero value, and does not look at others', () => {
    const patch: PatchOperation[] = [
      { op: 'add', path: `${INPUT}/default_value`, value: null },
      { op: 'add', path: `${INPUT}/extra`, value: { deep: [1] } },
    ];
    expect(() => checkDefinitionShape(patched(patch), '')).not.toThrow();
  });

  it('is not looked at for a definition that breaks the rules, and neither are its inputs', () => {
    const checks = checksAfter({ op: 'remove', path: '/identity' });
    expect(failedNames(checks)).toEqual([
      'service_definition_rules_valid',
      'service_definition_shape_valid',
      'contract_signature_present',
    ]);
    expect(checks.some(({ name }) => name === 'agent_consumption_required_inputs_classified')).toBe(false);
  });
});

describe('required inputs', () => {
  const name = 'agent_consumption_required_inputs_classified';
  const classified = (value: Record<string, unknown>): boolean => {
    const path = '/capability_formalizations';
    const input = { input_name: 'bed', required: true, ...value } as never;
    const capability = { ...(SAMPLE_DEFINITION.capability_formalizations as object[])[0], inputs: [input] } as never;
    const checks = checksAfter({ op: 'replace', path, value: [capability] });
    return checks.find((check) => check.name === name)?.status === 'pass';
  };

  it.each([
    [{}, false],
    [{ required: false }, true],
    [{ semantic_type: 'bed' }, true],
    [{ semantic_type: ' ' }, false],
    [{ input_format: 'date' }, true],
    [{ validation_pattern: '^a$' }, true],
    [{ clarification_hint: 'Which bed?' }, true],
    [{ entity_reference: true }, true],
    [{ entity_reference: false }, false],
    [{ allowed_values: ['a'] }, true],
    [{ allowed_values: [] }, false],
  ])('%j', (input, expected) => {
    expect(classified(input)).toBe(expected);
  });
});

describe('integration fronting', () => {
  const MAPPING = '/integration_fronting/capability_mappings/0';
  const after = (...patch: PatchOperation[]): string[] => failedNames(frontingChecks(patched(patch)));

  it('passes for a governed mapping, and where nothing is fronted', () => {
    expect(after()).toEqual([]);
    expect(frontingChecks(patched([{ op: 'remove', path: '/integration_fronting' }]))).toEqual([
      { name: 'integration_fronting_not_declared', status: 'pass' },
    ]);
  });

  it.each([
    [`${MAPPING}/capability_id`, 'garden.other', 'integration_fronting_capabilities_formalized'],
    [`${MAPPING}/connection_ref`, ' ', 'integration_fronting_raw_operations_governed'],
    [`${MAPPING}/raw_operation_refs`, [], 'integration_fronting_raw_operations_governed'],
    [`${MAPPING}/backend_bindings`, [{ connection_ref: 'x' }], 'integration_fronting_raw_operations_governed'],
  ])('%s = %j fails', (path, value, expected) => {
    expect(after({ op: 'add', path, value })).toEqual([expected]);
  });
});
