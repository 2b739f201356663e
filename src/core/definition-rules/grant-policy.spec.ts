import { verdictAfter } from '../../../test/support/sample-definition';
import type { PatchOperation } from '../../../test/support/json-patch';

describe('checkGrantPolicy', () => {
  it.each<[string, PatchOperation[]]>([
    [
      'texts with white space around them',
      [
        { op: 'replace', path: '/capability_formalizations/0/grant_policy/allowed_grant_types', value: [' one_time '] },
        { op: 'replace', path: '/capability_formalizations/0/grant_policy/default_grant_type', value: ' one_time' },
      ],
    ],
    [
      'the largest double below 2^63',
      [
        { op: 'replace', path: '/capability_formalizations/0/grant_policy/max_uses', value: 2 ** 63 - 1024 },
        {
          op: 'replace',
          path: '/capability_formalizations/0/grant_policy/expires_in_seconds',
          value: 9007199254740992,
        },
      ],
    ],
  ])('accepts %s', (_, patch) => {
    expect(verdictAfter(patch)).toBeUndefined();
  });

  it.each<[string, PatchOperation[], string, string]>([
    [
      'an empty policy',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy', value: {} }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/allowed_grant_types',
    ],
    [
      'no grant types',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/allowed_grant_types', value: [] }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/allowed_grant_types',
    ],
    [
      'a blank grant type',
      [{ op: 'add', path: '/capability_formalizations/0/grant_policy/allowed_grant_types/-', value: ' ' }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/allowed_grant_types/2',
    ],
    [
      'an unknown grant type',
      [{ op: 'add', path: '/capability_formalizations/0/grant_policy/allowed_grant_types/-', value: 'forever' }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/allowed_grant_types/2',
    ],
    [
      'a default that is not allowed',
      [
        {
          op: 'replace',
          path: '/capability_formalizations/0/grant_policy/allowed_grant_types',
          value: ['session_bound'],
        },
      ],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/default_grant_type',
    ],
    [
      'a missing default',
      [{ op: 'remove', path: '/capability_formalizations/0/grant_policy/default_grant_type' }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/default_grant_type',
    ],
    [
      '0 for expires_in_seconds',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/expires_in_seconds', value: 0 }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/expires_in_seconds',
    ],
    [
      'a negative number for expires_in_seconds',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/expires_in_seconds', value: -1 }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/expires_in_seconds',
    ],
    [
      'a fraction for expires_in_seconds',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/expires_in_seconds', value: 1.5 }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/expires_in_seconds',
    ],
    [
      'a text for expires_in_seconds',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/expires_in_seconds', value: '900' }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/expires_in_seconds',
    ],
    [
      'null for expires_in_seconds',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/expires_in_seconds', value: null }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/expires_in_seconds',
    ],
    [
      '2^63 for expires_in_seconds',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/expires_in_seconds', value: 2 ** 63 }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/expires_in_seconds',
    ],
    [
      '0 for max_uses',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/max_uses', value: 0 }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/max_uses',
    ],
    [
      'a negative number for max_uses',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/max_uses', value: -1 }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/max_uses',
    ],
    [
      'a fraction for max_uses',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/max_uses', value: 1.5 }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/max_uses',
    ],
    [
      'a text for max_uses',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/max_uses', value: '900' }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/max_uses',
    ],
    [
      'null for max_uses',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/max_uses', value: null }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/max_uses',
    ],
    [
      '2^63 for max_uses',
      [{ op: 'replace', path: '/capability_formalizations/0/grant_policy/max_uses', value: 2 ** 63 }],
      'GRANT_POLICY_INVALID',
      '/capability_formalizations/0/grant_policy/max_uses',
    ],
  ])('refuses %s', (_, patch, code, pointer) => {
    expect(verdictAfter(patch)).toEqual([code, pointer]);
  });
});
