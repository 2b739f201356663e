import { verdictAfter } from '../../../test/support/sample-definition';
import type { PatchOperation } from '../../../test/support/json-patch';

describe('checkResolution', () => {
  it.each<[string, PatchOperation[]]>([
    [
      'the mode backend_resolved',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { mode: 'backend_resolved' } }],
    ],
    [
      'the mode app_selected',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { mode: 'app_selected' } }],
    ],
    [
      'the mode actor_policy',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { mode: 'actor_policy' } }],
    ],
    [
      'the mode actor_policy_or_explicit',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'actor_policy_or_explicit' },
        },
      ],
    ],
    [
      'the mode explicit_only',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { mode: 'explicit_only' } }],
    ],
    [
      'the mode clarify',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { mode: 'clarify' } }],
    ],
    [
      'closed values that are given',
      [
        { op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { mode: 'closed_values' } },
        { op: 'add', path: '/capability_formalizations/0/inputs/1/allowed_values', value: ['a'] },
      ],
    ],
    [
      'reactions, nulls and further members',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: {
            mode: 'clarify',
            on_missing: null,
            on_ambiguous: 'omit',
            on_unresolved: 'deny',
            resolver_ref: 'r',
            extra: 1,
          },
        },
      ],
    ],
    [
      'a resolver reference that is null',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'clarify', resolver_ref: null },
        },
      ],
    ],
    [
      'use_default with the member default',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'clarify', on_missing: 'use_default' },
        },
      ],
    ],
    [
      'use_default with an empty default value',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'clarify', on_missing: 'use_default' },
        },
        { op: 'add', path: '/capability_formalizations/0/inputs/1/default_value', value: '' },
      ],
    ],
    [
      'use_default with false',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'clarify', on_missing: 'use_default' },
        },
        { op: 'add', path: '/capability_formalizations/0/inputs/1/default_value', value: false },
      ],
    ],
    [
      'use_default without a default where nothing is missing',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'clarify', on_ambiguous: 'use_default' },
        },
        { op: 'remove', path: '/capability_formalizations/0/inputs/1/default' },
      ],
    ],
  ])('accepts %s', (_, patch) => {
    expect(verdictAfter(patch)).toBeUndefined();
  });

  it.each<[string, PatchOperation[], string, string]>([
    [
      'an empty object',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: {} }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/resolution',
    ],
    [
      'an array',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: [] }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/resolution',
    ],
    [
      'a text',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: 'clarify' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/resolution',
    ],
    [
      'a missing mode',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { on_missing: 'clarify' } }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/resolution/mode',
    ],
    [
      'a mode in another case',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { MODE: 'clarify' } }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/resolution/mode',
    ],
    [
      'a mode with a space',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { mode: ' clarify' } }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/resolution/mode',
    ],
    [
      'a mode that is null',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { mode: null } }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/resolution/mode',
    ],
    [
      'an unknown reaction',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'clarify', on_missing: 'retry' },
        },
      ],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/resolution/on_missing',
    ],
    [
      'a reaction that is no text',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'clarify', on_ambiguous: 1 },
        },
      ],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/resolution/on_ambiguous',
    ],
    [
      'an unknown reaction to unresolved values',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'clarify', on_unresolved: '' },
        },
      ],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/resolution/on_unresolved',
    ],
    [
      'a resolver reference that is a number',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'clarify', resolver_ref: 5 },
        },
      ],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/resolution/resolver_ref',
    ],
    [
      'closed values that are not given',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { mode: 'closed_values' } }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/allowed_values',
    ],
    [
      'closed values that are empty',
      [
        { op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: { mode: 'closed_values' } },
        { op: 'add', path: '/capability_formalizations/0/inputs/1/allowed_values', value: [] },
      ],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/allowed_values',
    ],
    [
      'use_default without a default',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'clarify', on_missing: 'use_default' },
        },
        { op: 'remove', path: '/capability_formalizations/0/inputs/1/default' },
      ],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/default_value',
    ],
    [
      'use_default with a default value that is null, whatever default is',
      [
        {
          op: 'add',
          path: '/capability_formalizations/0/inputs/1/resolution',
          value: { mode: 'clarify', on_missing: 'use_default' },
        },
        { op: 'add', path: '/capability_formalizations/0/inputs/1/default_value', value: null },
      ],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/default_value',
    ],
  ])('refuses %s', (_, patch, code, pointer) => {
    expect(verdictAfter(patch)).toEqual([code, pointer]);
  });
});
