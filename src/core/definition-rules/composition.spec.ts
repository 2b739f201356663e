import { verdictAfter } from '../../../test/support/sample-definition';
import type { PatchOperation } from '../../../test/support/json-patch';

describe('checkComposition', () => {
  it.each<[string, PatchOperation[]]>([
    [
      'an input that the child does not declare',
      [{ op: 'add', path: '/capability_formalizations/2/composition/input_mapping/read/other', value: '$.input.a.b' }],
    ],
    [
      'one step with empty_result_source and a policy',
      [
        { op: 'add', path: '/capability_formalizations/2/composition/steps/0/empty_result_source', value: true },
        { op: 'add', path: '/capability_formalizations/2/composition/empty_result_policy', value: 'clarify' },
      ],
    ],
    [
      'no results with an output',
      [
        {
          op: 'add',
          path: '/capability_formalizations/2/composition/empty_result_policy',
          value: 'return_success_no_results',
        },
        { op: 'add', path: '/capability_formalizations/2/composition/empty_result_output', value: { total: 0 } },
      ],
    ],
    [
      'empty_result_source as a text, which means false',
      [{ op: 'add', path: '/capability_formalizations/2/composition/steps/0/empty_result_source', value: 'true' }],
    ],
    [
      'an output from the input',
      [{ op: 'replace', path: '/capability_formalizations/2/composition/output_mapping/total', value: '$.input.a' }],
    ],
    [
      'a step called constructor',
      [
        {
          op: 'add',
          path: '/capability_formalizations/2/composition/steps/-',
          value: { id: 'constructor', capability: 'garden.bed.read' },
        },
        {
          op: 'add',
          path: '/capability_formalizations/2/composition/input_mapping/constructor',
          value: { bed: '$.input.bed' },
        },
      ],
    ],
  ])('accepts %s', (_, patch) => {
    expect(verdictAfter(patch)).toBeUndefined();
  });

  it.each<[string, PatchOperation[], string, string]>([
    [
      'an empty composition',
      [{ op: 'replace', path: '/capability_formalizations/2/composition', value: {} }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition',
    ],
    [
      'another authority boundary',
      [{ op: 'replace', path: '/capability_formalizations/2/composition/authority_boundary', value: 'same_package' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/authority_boundary',
    ],
    [
      'no steps',
      [{ op: 'replace', path: '/capability_formalizations/2/composition/steps', value: [] }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/steps',
    ],
    [
      'a missing input mapping',
      [{ op: 'remove', path: '/capability_formalizations/2/composition/input_mapping' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/input_mapping',
    ],
    [
      'a missing output mapping',
      [{ op: 'remove', path: '/capability_formalizations/2/composition/output_mapping' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/output_mapping',
    ],
    [
      'an empty output mapping',
      [{ op: 'replace', path: '/capability_formalizations/2/composition/output_mapping', value: {} }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/output_mapping',
    ],
    [
      'a missing failure policy',
      [{ op: 'remove', path: '/capability_formalizations/2/composition/failure_policy' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/failure_policy',
    ],
    [
      'a failure without a reaction',
      [{ op: 'remove', path: '/capability_formalizations/2/composition/failure_policy/child_denial' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/failure_policy/child_denial',
    ],
    [
      'an unknown reaction',
      [{ op: 'replace', path: '/capability_formalizations/2/composition/failure_policy/child_error', value: 'ignore' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/failure_policy/child_error',
    ],
    [
      'a missing audit policy',
      [{ op: 'remove', path: '/capability_formalizations/2/composition/audit_policy' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/audit_policy',
    ],
    [
      'a step that is no object',
      [{ op: 'add', path: '/capability_formalizations/2/composition/steps/-', value: 1 }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/steps/2',
    ],
    [
      'a step without an id',
      [{ op: 'remove', path: '/capability_formalizations/2/composition/steps/0/id' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/steps/0/id',
    ],
    [
      'a step without a capability',
      [{ op: 'remove', path: '/capability_formalizations/2/composition/steps/0/capability' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/steps/0/capability',
    ],
    [
      'a step id with a dash',
      [{ op: 'replace', path: '/capability_formalizations/2/composition/steps/0/id', value: 'a-b' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/steps/0/id',
    ],
    [
      'a step id that is given twice',
      [{ op: 'replace', path: '/capability_formalizations/2/composition/steps/1/id', value: 'read' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/steps/1/id',
    ],
    [
      'a step to the capability itself',
      [
        {
          op: 'replace',
          path: '/capability_formalizations/2/composition/steps/0/capability',
          value: 'garden.bed.digest',
        },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/steps/0/capability',
    ],
    [
      'a step to an unknown capability',
      [
        {
          op: 'replace',
          path: '/capability_formalizations/2/composition/steps/0/capability',
          value: 'garden.bed.none',
        },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/steps/0/capability',
    ],
    [
      'a required input that is not mapped',
      [{ op: 'remove', path: '/capability_formalizations/2/composition/input_mapping/read/bed' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/input_mapping/read/bed',
    ],
    [
      'a required input that is mapped to a blank text',
      [{ op: 'replace', path: '/capability_formalizations/2/composition/input_mapping/sum/rows', value: ' ' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/input_mapping/sum/rows',
    ],
    [
      'a step called constructor without a mapping',
      [
        {
          op: 'add',
          path: '/capability_formalizations/2/composition/steps/-',
          value: { id: 'constructor', capability: 'garden.bed.read' },
        },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/input_mapping/constructor/bed',
    ],
    [
      'two steps with empty_result_source',
      [
        { op: 'add', path: '/capability_formalizations/2/composition/steps/0/empty_result_source', value: true },
        { op: 'add', path: '/capability_formalizations/2/composition/steps/1/empty_result_source', value: true },
        { op: 'add', path: '/capability_formalizations/2/composition/empty_result_policy', value: 'clarify' },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/steps',
    ],
    [
      'empty_result_source without a policy',
      [{ op: 'add', path: '/capability_formalizations/2/composition/steps/0/empty_result_source', value: true }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/empty_result_policy',
    ],
    [
      'no results without an output',
      [
        {
          op: 'add',
          path: '/capability_formalizations/2/composition/empty_result_policy',
          value: 'return_success_no_results',
        },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/empty_result_output',
    ],
    [
      'no results with an empty output',
      [
        {
          op: 'add',
          path: '/capability_formalizations/2/composition/empty_result_policy',
          value: 'return_success_no_results',
        },
        { op: 'add', path: '/capability_formalizations/2/composition/empty_result_output', value: {} },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/empty_result_output',
    ],
    [
      'a mapping for an unknown step',
      [{ op: 'add', path: '/capability_formalizations/2/composition/input_mapping/none', value: {} }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/input_mapping/none',
    ],
    [
      'a path that is no text',
      [{ op: 'add', path: '/capability_formalizations/2/composition/input_mapping/read/x', value: 1 }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/input_mapping/read/x',
    ],
    [
      'a path with white space around it',
      [
        {
          op: 'replace',
          path: '/capability_formalizations/2/composition/input_mapping/read/bed',
          value: ' $.input.bed',
        },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/input_mapping/read/bed',
    ],
    [
      'a path to an unknown step',
      [
        {
          op: 'replace',
          path: '/capability_formalizations/2/composition/input_mapping/sum/rows',
          value: '$.steps.none.output.x',
        },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/input_mapping/sum/rows',
    ],
    [
      'a path to the step itself',
      [
        {
          op: 'replace',
          path: '/capability_formalizations/2/composition/input_mapping/sum/rows',
          value: '$.steps.sum.output.x',
        },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/input_mapping/sum/rows',
    ],
    [
      'a path to a later step',
      [
        {
          op: 'replace',
          path: '/capability_formalizations/2/composition/input_mapping/read/bed',
          value: '$.steps.sum.output.x',
        },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/input_mapping/read/bed',
    ],
    [
      'a blank output name',
      [{ op: 'add', path: '/capability_formalizations/2/composition/output_mapping/ ', value: '$.input.a' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/output_mapping/ ',
    ],
    [
      'an output path to an unknown step',
      [
        {
          op: 'replace',
          path: '/capability_formalizations/2/composition/output_mapping/total',
          value: '$.steps.x.output.y',
        },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/output_mapping/total',
    ],
    [
      'a malformed output path',
      [{ op: 'replace', path: '/capability_formalizations/2/composition/output_mapping/total', value: 'total' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/output_mapping/total',
    ],
    [
      'a step to a capability of another service',
      [{ op: 'replace', path: '/capability_formalizations/0/service_id', value: 'shed' }],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/steps/0/capability',
    ],
    [
      'a mapping that is no object',
      [
        { op: 'replace', path: '/capability_formalizations/1/inputs', value: [] },
        { op: 'replace', path: '/capability_formalizations/2/composition/input_mapping/sum', value: null },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/input_mapping/sum',
    ],
    [
      'a step to a composed capability',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0',
          value: { kind: 'composed', capability_id: 'garden.other.read', service_id: 'garden-service' },
        },
        { op: 'move', from: '/capability_formalizations/0', path: '/capability_formalizations/-' },
        {
          op: 'replace',
          path: '/capability_formalizations/2/composition/steps/0/capability',
          value: 'garden.other.read',
        },
      ],
      'COMPOSITION_INVALID',
      '/capability_formalizations/2/composition/steps/0/capability',
    ],
  ])('refuses %s', (_, patch, code, pointer) => {
    expect(verdictAfter(patch)).toEqual([code, pointer]);
  });
});
