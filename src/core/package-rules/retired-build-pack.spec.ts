import { refusalOf } from '../../../test/support/refusal';
import type { JsonObject } from '../json/json-value';
import { refuseRetiredBuildPack } from './retired-build-pack';

const pointerOf = (document: JsonObject): unknown => {
  const error = refusalOf(() => refuseRetiredBuildPack(document, '/manifest'));
  if (error !== undefined) expect(error.code).toBe('RETIRED_BUILD_PACK');
  return error?.details.pointer;
};

describe('refuseRetiredBuildPack', () => {
  it.each<[string, JsonObject]>([
    ['prose', { readme: 'A TypeScript example', source_links: [{ title: 'TypeScript SDK' }] }],
    ['a key', { 'anip-build-pack-typescript': 1, build_packs: { typescript: true } }],
    ['another pack', { build_packs: ['anip-build-pack-python', 'type-script'] }],
    ['a pack beside the word', { build_pack: 'go', notes: 'typescript' }],
    ['a name that only resembles one', { 'build-pack': 'typescript', buildpack: 'typescript', pack: 'typescript' }],
  ])('lets %s pass', (_, document) => {
    expect(pointerOf(document)).toBeUndefined();
  });

  it.each<[string, JsonObject, string]>([
    ['the pack anywhere', { notes: [{ a: 'see ANIP-Build-Pack-TypeScript@1' }] }, '/notes/0/a'],
    ['the word as a build pack', { build_pack: ' TypeScript ' }, '/build_pack'],
    [
      'the word below a build pack',
      { recommended_build_packs: { list: ['go', 'x-typescript'] } },
      '/recommended_build_packs/list/1',
    ],
    ['a verifier pack', { VERIFIER_PACK: 'typescript' }, '/VERIFIER_PACK'],
    ['a runtime pack', { 'a/b': { my_runtime_packs: ['TYPESCRIPT'] } }, '/a~1b/my_runtime_packs/0'],
    ['a name with a Kelvin sign', { 'build_pac\u212a': 'typescript' }, '/build_pac\u212a'],
    ['a dotted capital I', { build_pack: 'TYPESCR\u0130PT' }, '/build_pack'],
    ['the first in document order', { b: 'anip-build-pack-typescript', a: 'anip-build-pack-typescript' }, '/b'],
    [
      'a member called __proto__',
      JSON.parse('{"__proto__":{"build_pack":"typescript"}}') as JsonObject,
      '/__proto__/build_pack',
    ],
  ])('refuses %s', (_, document, pointer) => {
    expect(pointerOf(document)).toBe(`/manifest${pointer}`);
  });

  it('looks below ten thousand levels', () => {
    let deep: JsonObject = { build_pack: 'typescript' };
    for (let level = 0; level < 10_000; level += 1) deep = { a: [deep] };
    expect(pointerOf(deep)).toMatch(/build_pack$/);
  });
});
