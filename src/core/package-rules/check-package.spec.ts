import { refusalOf } from '../../../test/support/refusal';
import { samplePackage } from '../../../test/support/demo-requests';
import { canonicalBytes, canonicalJson, receiptFormSize } from '../json/canonical-json';
import type { JsonObject } from '../json/json-value';
import { checkPackage } from './check-package';
import { normalisePackage } from './normalise-package';
import { parsePackageRequest, type PackageRequest } from './package-request';

const SAMPLE = samplePackage() as JsonObject &
  Readonly<Record<'manifest' | 'service_definition' | 'recommended_lock', JsonObject>>;
const HEX = 'ab'.repeat(32);
const REF = `registry://acme/glue@1.0.0#sha256:${HEX}`;
const PUBLISHER = { publisherId: 'p', publisherType: 't' };

function outcome(changes: JsonObject): string {
  const request = normalisePackage(parsePackageRequest({ ...SAMPLE, ...changes }));
  const error = refusalOf(() => checkPackage(request, PUBLISHER));
  return error === undefined ? 'accepted' : `${error.code} ${error.details.pointer ?? ''}`;
}
const links = (...list: JsonObject[]): JsonObject => ({ source_links: list });
const link = (title: string, url: string): JsonObject => links({ title, url });
const materials = (...list: JsonObject[]): JsonObject => ({ implementation_materials: list });
const inManifest = (members: JsonObject): JsonObject => ({ manifest: { ...SAMPLE.manifest, ...members } });
const inDefinition = (members: JsonObject): JsonObject => ({
  service_definition: { ...SAMPLE.service_definition, ...members },
});
const inLock = (members: JsonObject): JsonObject => ({ recommended_lock: { ...SAMPLE.recommended_lock, ...members } });

describe('checkPackage', () => {
  it('returns the documents in canonical form', () => {
    const request = normalisePackage(parsePackageRequest(SAMPLE));
    const { manifest, serviceDefinition, recommendedLock } = checkPackage(request, PUBLISHER);
    expect(manifest.members.json()).toBe(canonicalJson(request.manifest));
    expect(serviceDefinition.members.json()).toBe(canonicalJson(SAMPLE.service_definition));
    expect(recommendedLock.members.json()).toBe(canonicalJson(request.recommendedLock));
  });

  it.each<[string, JsonObject, string]>([
    ['a readme at its limit', { readme: 'x'.repeat(65_536) }, 'accepted'],
    ['a readme over it', { readme: '\u00e9'.repeat(32_769) }, 'README_TOO_LARGE /readme'],
    ['eight links', links(...Array<JsonObject>(8).fill({ title: 't', url: 'https://a.example' })), 'accepted'],
    [
      'nine links',
      links(...Array<JsonObject>(9).fill({ title: 't', url: 'https://a.example' })),
      'SOURCE_LINKS_TOO_MANY /source_links',
    ],
    ['a link without a title', link(' ', 'https://a.example'), 'SOURCE_LINK_INVALID /source_links/0/title'],
    ['a link without a URL', link('t', ''), 'SOURCE_LINK_INVALID /source_links/0/url'],
    [
      'a title of 121 bytes',
      link('\u00e9'.repeat(60) + 'x', 'https://a.example'),
      'SOURCE_LINK_INVALID /source_links/0/title',
    ],
    [
      'a URL of 2049 bytes',
      link('t', `https://a.example/${'x'.repeat(2031)}`),
      'SOURCE_LINK_INVALID /source_links/0/url',
    ],
    ['a private URL', link('t', 'https://10.0.0.1/'), 'HYGIENE_VIOLATION /source_links/0/url'],
    [
      'nine materials',
      materials(...Array<JsonObject>(9).fill({ ref: REF })),
      'IMPLEMENTATION_MATERIALS_TOO_MANY /implementation_materials',
    ],
    [
      'a material without a ref',
      materials({ title: 't' }),
      'IMPLEMENTATION_MATERIAL_INVALID /implementation_materials/0/ref',
    ],
    [
      'a material with a long title',
      materials({ ref: REF, title: 'x'.repeat(121) }),
      'IMPLEMENTATION_MATERIAL_INVALID /implementation_materials/0/title',
    ],
    [
      'a ref that moves',
      materials({ ref: REF.replace('1.0.0', 'latest') }),
      'BUNDLE_REF_INVALID /implementation_materials/0/ref',
    ],
    [
      'a short tree digest',
      materials({ ref: REF, bundle_tree_sha256: 'sha256:00' }),
      'TREE_DIGEST_INVALID /implementation_materials/0/bundle_tree_sha256',
    ],
    [
      'a tree digest in capitals',
      materials({ ref: REF, bundle_tree_sha256: ` SHA256:${HEX.toUpperCase()}` }),
      'accepted',
    ],
    [
      'another schema version',
      { schema_version: 'anip-service-definition/v2' },
      'SCHEMA_VERSION_UNSUPPORTED /schema_version',
    ],
    [
      'a spec version with white space',
      inManifest({ anip_spec_version: 'anip/0.24 ' }),
      'SPEC_VERSION_UNSUPPORTED /manifest/anip_spec_version',
    ],
    [
      'the retired pack in the lock',
      inLock({ build_pack: 'typescript' }),
      'RETIRED_BUILD_PACK /recommended_lock/build_pack',
    ],
    ['a control character in the manifest', inManifest({ x: '\u0000' }), 'DOCUMENT_TEXT_INVALID /manifest/x'],
    [
      'a control character in the definition',
      inDefinition({ x: '\u0000' }),
      'DOCUMENT_TEXT_INVALID /service_definition/x',
    ],
    ['a control character in the lock', inLock({ x: '\u0000' }), 'DOCUMENT_TEXT_INVALID /recommended_lock/x'],
    [
      'an unknown effect in the manifest',
      inManifest({ business_effects: 1 }),
      'BUSINESS_EFFECT_INVALID /manifest/business_effects',
    ],
    [
      'a bundle ref of the manifest',
      inManifest({ custom_code_bundle_ref: 'x' }),
      'BUNDLE_REF_INVALID /manifest/custom_code_bundle_ref',
    ],
    [
      'an unknown effect in the lock',
      inLock({ x: { unsupported_effects: ['x'] } }),
      'BUSINESS_EFFECT_INVALID /recommended_lock/x/unsupported_effects/0',
    ],
    [
      'a bundle ref of the lock',
      inLock({ custom_code_bundle_ref: 'x' }),
      'BUNDLE_REF_INVALID /recommended_lock/custom_code_bundle_ref',
    ],
    ['no definition', { service_definition: null }, 'DEFINITION_HEAD_INVALID /service_definition'],
  ])('%s', (_, changes, expected) => {
    expect(outcome(changes)).toMatch(new RegExp(`^${expected}`));
  });

  describe('measures by the receipt form', () => {
    const sample = normalisePackage(parsePackageRequest(SAMPLE));
    const outcomeOf = (changes: Partial<PackageRequest>): string => {
      const error = refusalOf(() => checkPackage({ ...sample, ...changes }, PUBLISHER));
      return error === undefined ? 'accepted' : `${error.code} ${error.details.actual ?? ''}`;
    };

    it.each([
      ['manifest', 1_048_576],
      ['serviceDefinition', 2_097_152],
      ['recommendedLock', 524_288],
    ] as const)('%s: %i', (name, limit) => {
      const room = limit - receiptFormSize(canonicalBytes({ ...sample[name], x_fill: '' }));
      const filled = (text: string): string => outcomeOf({ [name]: { ...sample[name], x_fill: text } });
      expect(filled('-'.repeat(room))).toBe('accepted');
      expect(filled('<&>\u2028'.repeat(room / 24))).toBe('accepted');
      expect(filled('-'.repeat(room + 1))).toBe(`DOCUMENT_TOO_LARGE ${limit + 1}`);
      expect(filled('&'.repeat(room / 6 + 1))).toMatch(/^DOCUMENT_TOO_LARGE/);
    });

    it('the whole request, before its parts', () => {
      const limit = 5_242_880;
      const sized = (readme: string): string => outcomeOf({ readme });
      const whole = {
        ...SAMPLE,
        manifest: sample.manifest,
        recommended_lock: sample.recommendedLock,
        lineage: sample.lineage ?? null,
        publisher_id: PUBLISHER.publisherId,
        publisher_type: PUBLISHER.publisherType,
        readme: '',
      };
      const room = limit - receiptFormSize(canonicalBytes(whole));
      expect(sized('-'.repeat(room))).toBe(`README_TOO_LARGE ${room}`);
      expect(sized('-'.repeat(room + 1))).toBe(`REQUEST_TOO_LARGE ${limit + 1}`);
      expect(sized('<'.repeat(room / 6 + 1))).toMatch(/^REQUEST_TOO_LARGE/);
    });

    it('the lineage, and its depth', () => {
      const lineage = (text: string): string => outcomeOf({ lineage: { x: text } });
      const room = 65_536 - '{"x":""}'.length;
      expect(lineage('-'.repeat(room))).toBe('accepted');
      expect(lineage('-'.repeat(room + 1))).toBe('DOCUMENT_TOO_LARGE 65537');
      let deep: JsonObject = {};
      for (let level = 0; level < 48; level += 1) deep = { a: deep };
      expect(outcomeOf({ lineage: deep })).toBe('accepted');
      expect(outcomeOf({ lineage: { a: deep } })).toMatch(/^DOCUMENT_TOO_DEEP/);
    });
  });
});
