import { verdictAfter } from '../../../test/support/sample-definition';
import type { PatchOperation } from '../../../test/support/json-patch';

describe('checkCapability', () => {
  it.each<[string, PatchOperation[]]>([
    [
      'any text for the types',
      [
        { op: 'replace', path: '/capability_formalizations/0/intent_type', value: 'whatever' },
        { op: 'replace', path: '/capability_formalizations/0/operation_type', value: 'x' },
        { op: 'replace', path: '/capability_formalizations/0/side_effect_level', value: 'y' },
      ],
    ],
    [
      'effects, composition and grant policy that are null',
      [
        { op: 'replace', path: '/capability_formalizations/0/business_effects', value: null },
        { op: 'add', path: '/capability_formalizations/0/composition', value: null },
        { op: 'replace', path: '/capability_formalizations/0/grant_policy', value: null },
      ],
    ],
    [
      'effect-like members elsewhere',
      [{ op: 'add', path: '/capability_formalizations/0/x', value: { unsupported_effects: ['x'] } }],
    ],
    ['a title of 8192 bytes', [{ op: 'fill', path: '/capability_formalizations/0/title', char: 'x', bytes: 8192 }]],
  ])('accepts %s', (_, patch) => {
    expect(verdictAfter(patch)).toBeUndefined();
  });

  it.each<[string, PatchOperation[], string, string]>([
    [
      'a capability without its service_id',
      [{ op: 'remove', path: '/capability_formalizations/0/service_id' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/service_id',
    ],
    [
      'a capability without its title',
      [{ op: 'remove', path: '/capability_formalizations/0/title' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/title',
    ],
    [
      'a capability without its summary',
      [{ op: 'remove', path: '/capability_formalizations/0/summary' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/summary',
    ],
    [
      'a capability without its intent_type',
      [{ op: 'remove', path: '/capability_formalizations/0/intent_type' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/intent_type',
    ],
    [
      'a capability without its operation_type',
      [{ op: 'remove', path: '/capability_formalizations/0/operation_type' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/operation_type',
    ],
    [
      'a capability without its side_effect_level',
      [{ op: 'remove', path: '/capability_formalizations/0/side_effect_level' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/side_effect_level',
    ],
    [
      'a capability without its backend_operation',
      [{ op: 'remove', path: '/capability_formalizations/0/backend_operation' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/backend_operation',
    ],
    [
      'a capability without its path_template',
      [{ op: 'remove', path: '/capability_formalizations/0/path_template' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/path_template',
    ],
    [
      'a capability without its output_shape',
      [{ op: 'remove', path: '/capability_formalizations/0/output_shape' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/output_shape',
    ],
    [
      'a capability without its kind',
      [{ op: 'remove', path: '/capability_formalizations/0/kind' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/kind',
    ],
    [
      'a field that is a number',
      [{ op: 'replace', path: '/capability_formalizations/0/title', value: 3 }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/title',
    ],
    [
      'a service that is not in the topology',
      [{ op: 'replace', path: '/capability_formalizations/0/service_id', value: 'attic' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/service_id',
    ],
    [
      'a title of 8193 bytes',
      [{ op: 'fill', path: '/capability_formalizations/0/title', char: 'x', bytes: 8193 }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/title',
    ],
    [
      'a summary with a control character',
      [{ op: 'replace', path: '/capability_formalizations/0/summary', value: 'a\u0001' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/summary',
    ],
    [
      'a malformed backend operation',
      [{ op: 'replace', path: '/capability_formalizations/0/backend_operation', value: 'a b' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/backend_operation',
    ],
    [
      'a malformed output shape',
      [{ op: 'replace', path: '/capability_formalizations/0/output_shape', value: 'a/b' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/output_shape',
    ],
    [
      'a malformed path template',
      [{ op: 'replace', path: '/capability_formalizations/0/path_template', value: 'beds' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/path_template',
    ],
    [
      'an unknown kind',
      [{ op: 'replace', path: '/capability_formalizations/0/kind', value: 'composite' }],
      'CAPABILITY_INVALID',
      '/capability_formalizations/0/kind',
    ],
    [
      'an atomic capability with a composition',
      [{ op: 'add', path: '/capability_formalizations/0/composition', value: {} }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/0/composition',
    ],
    [
      'a composed capability without a composition',
      [{ op: 'replace', path: '/capability_formalizations/0/kind', value: 'composed' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/0/composition',
    ],
    [
      'an unknown business effect',
      [{ op: 'add', path: '/capability_formalizations/0/business_effects/produces/-', value: 'x' }],
      'BUSINESS_EFFECT_INVALID',
      '/capability_formalizations/0/business_effects/produces/1',
    ],
    [
      'business effects that are an array',
      [{ op: 'replace', path: '/capability_formalizations/0/business_effects', value: [] }],
      'BUSINESS_EFFECT_INVALID',
      '/capability_formalizations/0/business_effects',
    ],
    [
      'a grant policy that is an array',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy', value: [] }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy',
    ],
  ])('refuses %s', (_, patch, code, pointer) => {
    expect(verdictAfter(patch)).toEqual([code, pointer]);
  });
});
