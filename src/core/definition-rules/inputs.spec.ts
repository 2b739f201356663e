import { verdictAfter } from '../../../test/support/sample-definition';
import type { PatchOperation } from '../../../test/support/json-patch';

describe('checkInputs', () => {
  it.each<[string, PatchOperation[]]>([
    [
      'a generic type',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/input_type', value: 'map<string, int>' }],
    ],
    ['an empty type', [{ op: 'add', path: '/capability_formalizations/0/inputs/1/input_type', value: '' }]],
    [
      'allowed values',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/allowed_values', value: ['a', ' b '] }],
    ],
    ['no allowed values', [{ op: 'add', path: '/capability_formalizations/0/inputs/1/allowed_values', value: [] }]],
    [
      'a validation pattern',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/validation_pattern', value: ' ^[A-Z]+$ ' }],
    ],
    [
      'a validation pattern that is no text',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/validation_pattern', value: 5 }],
    ],
    ['a format', [{ op: 'add', path: '/capability_formalizations/0/inputs/1/input_format', value: 'date_time' }]],
    ['a semantic type', [{ op: 'add', path: '/capability_formalizations/0/inputs/1/semantic_type', value: 'bed_ref' }]],
    [
      'a catalogue reference',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/catalog_ref', value: 'garden.beds:v1' }],
    ],
    [
      'an entity reference that is false',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/entity_reference', value: false }],
    ],
    [
      'required as a text, which means optional',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/required', value: 'true' }],
    ],
    [
      'a name beside the input name',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/input_name', value: 'most' }],
    ],
    [
      'a resolution that is null',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/resolution', value: null }],
    ],
  ])('accepts %s', (_, patch) => {
    expect(verdictAfter(patch)).toBeUndefined();
  });

  it.each<[string, PatchOperation[], string, string]>([
    [
      'an empty name',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/name', value: ' ' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/name',
    ],
    [
      'a malformed name',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/input_name', value: 'q-1' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/input_name',
    ],
    [
      'a name that is given twice',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/input_name', value: 'bed' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/input_name',
    ],
    [
      'a nested type',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/input_type', value: 'list<list<a>>' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/input_type',
    ],
    [
      'a summary with a control character',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/summary', value: '\u0000' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/summary',
    ],
    [
      'allowed values that are null',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/allowed_values', value: null }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/allowed_values',
    ],
    [
      'an allowed value that is blank',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/allowed_values', value: ['a', ' '] }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/allowed_values/1',
    ],
    [
      'an allowed value that is a number',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/allowed_values', value: [1] }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/allowed_values/0',
    ],
    [
      'a pattern with look-ahead',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/validation_pattern', value: '(?=a)' }],
      'VALIDATION_PATTERN_INVALID',
      '/capability_formalizations/0/inputs/1/validation_pattern',
    ],
    [
      'an unknown format',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/input_format', value: 'Email' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/input_format',
    ],
    [
      'a retired catalogue, even null',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/reference_catalog', value: null }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/reference_catalog',
    ],
    [
      'retired catalogues',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/reference_catalogs', value: [] }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/reference_catalogs',
    ],
    [
      'a malformed semantic type',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/semantic_type', value: 'a-b' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/semantic_type',
    ],
    [
      'a malformed catalogue reference',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/catalog_ref', value: 'a b' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/catalog_ref',
    ],
    [
      'an entity reference that is null',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/entity_reference', value: null }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/entity_reference',
    ],
    [
      'an entity reference that is a text',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/1/entity_reference', value: 'true' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/1/entity_reference',
    ],
    [
      'missing inputs',
      [{ op: 'remove', path: '/capability_formalizations/0/inputs' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs',
    ],
    [
      'inputs that are an object',
      [{ op: 'replace', path: '/capability_formalizations/0/inputs', value: {} }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs',
    ],
    [
      'an input that is no object',
      [{ op: 'add', path: '/capability_formalizations/0/inputs/-', value: 'q' }],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/2',
    ],
    [
      'a fault in a name before any other fault',
      [
        { op: 'add', path: '/capability_formalizations/0/inputs/0/input_type', value: '1' },
        { op: 'add', path: '/capability_formalizations/0/inputs/-', value: {} },
      ],
      'CAPABILITY_INPUT_INVALID',
      '/capability_formalizations/0/inputs/2/name',
    ],
  ])('refuses %s', (_, patch, code, pointer) => {
    expect(verdictAfter(patch)).toEqual([code, pointer]);
  });
});
