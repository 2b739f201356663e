import { refusalOf } from '../../test/support/refusal';
import { checkBundleMetadata } from './bundle-metadata';
import type { JsonObject, JsonValue } from './json/json-value';

const HEX = '0123456789abcdef'.repeat(4);
const REF = `registry://acme/glue@1#sha256:${HEX}`;

const verdictOf = (document: JsonObject): readonly [string, unknown] | undefined => {
  const error = refusalOf(() => checkBundleMetadata(document, '/manifest'));
  return error && [error.code, error.details.pointer];
};

describe('checkBundleMetadata', () => {
  it.each<[string, JsonObject]>([
    ['nothing at all', {}],
    ['null', { custom_code_bundle_ref: null }],
    ['an empty text', { custom_code_bundle_ref: ' ' }],
    ['a ref', { custom_code_bundle_ref: REF }],
    ['refs at any depth', { custom_code_bundle_refs: [REF, [[REF], null]] }],
    ['a material', { implementation_material: { uri: ` ${REF} `, tree_sha256: `SHA256:${HEX}` } }],
    ['a material without a ref, whatever its digest', { implementation_materials: [{ tree_sha256: 'bad' }] }],
    ['unknown members', { implementation_material: { anything: 'bad', ref: 5 } }],
    ['members that are not looked at', { bundles: 'bad', nested: { custom_code_bundle_ref: 'bad' } }],
    ['inherited names', { constructor: 'bad', implementation_material: { toString: 'bad' } }],
    [
      'the bundles of an object that is a material itself',
      { implementation_material: { ref: REF, custom_code_bundles: 5 } },
    ],
  ])('accepts %s', (_, document) => {
    expect(verdictOf(document)).toBeUndefined();
  });

  it.each<[string, JsonObject, string, string]>([
    ['a bad ref', { custom_code_bundle_ref: 'bad' }, 'BUNDLE_REF_INVALID', '/custom_code_bundle_ref'],
    ['a number', { custom_code_bundle_ref: 5 }, 'IMPLEMENTATION_MATERIAL_INVALID', '/custom_code_bundle_ref'],
    ['false', { implementation_material: false }, 'IMPLEMENTATION_MATERIAL_INVALID', '/implementation_material'],
    [
      'a bad ref in the depth',
      { custom_code_bundle_refs: [REF, [[null, 'bad']]] },
      'BUNDLE_REF_INVALID',
      '/custom_code_bundle_refs/1/0/1',
    ],
    [
      'a bad ref below a material',
      { implementation_material: { custom_code_bundles: [{ url: REF }, { url: 'bad' }] } },
      'BUNDLE_REF_INVALID',
      '/implementation_material/custom_code_bundles/1/url',
    ],
    [
      'the first ref that is not blank',
      { implementation_materials: [{ ref: ' ', url: 'bad', custom_code_bundle_ref: REF }] },
      'BUNDLE_REF_INVALID',
      '/implementation_materials/0/url',
    ],
    [
      'a bad tree digest',
      { implementation_material_refs: [{ ref: REF, bundle_tree_sha256: '', local_tree_sha256: 'sha256:00' }] },
      'TREE_DIGEST_INVALID',
      '/implementation_material_refs/0/local_tree_sha256',
    ],
    [
      'the first of several faults in the order of the contract',
      { implementation_material: 7, custom_code_bundle_refs: ['bad', 8] },
      'BUNDLE_REF_INVALID',
      '/custom_code_bundle_refs/0',
    ],
  ])('refuses %s', (_, document, code, pointer) => {
    expect(verdictOf(document)).toEqual([code, `/manifest${pointer}`]);
  });

  it('reads deep and long values without exhausting the stack', () => {
    let deep: JsonValue = 'bad';
    for (let depth = 0; depth < 10_000; depth += 1) deep = depth % 2 === 0 ? [deep] : { custom_code_bundle_refs: deep };
    expect(verdictOf({ custom_code_bundles: deep })?.[0]).toBe('BUNDLE_REF_INVALID');
    expect(verdictOf({ custom_code_bundles: new Array<JsonValue>(300_000).fill(null) })).toBeUndefined();
  });
});
