import type { JsonObject } from '../json/json-value';
import { normalisePackage } from './normalise-package';
import { parsePackageRequest } from './package-request';

const normalised = (request: JsonObject): ReturnType<typeof normalisePackage> =>
  normalisePackage(parsePackageRequest(request));
const link = (title: string, url: string): JsonObject => ({ title, url });
const material = (title: string, ref: string, bundleTreeSha256: string): object => ({ title, ref, bundleTreeSha256 });

describe('normalisePackage: defaults', () => {
  it('gives an empty request its empty documents and the schema version', () => {
    expect(normalised({})).toMatchObject({
      schemaVersion: 'anip-service-definition/v1',
      manifest: {},
      serviceDefinition: {},
      recommendedLock: {},
      lineage: undefined,
      readme: '',
      sourceLinks: [],
      implementationMaterials: [],
    });
  });

  it.each([
    ['', 'anip-service-definition/v1'],
    [' ', ' '],
    ['x', 'x'],
  ])('reads the schema version %j as %j', (sent, expected) => {
    expect(normalised({ schema_version: sent }).schemaVersion).toBe(expected);
  });
});

describe('normalisePackage: readme', () => {
  it.each<[string, JsonObject, string, JsonObject]>([
    ['the request wins, trimmed', { readme: '\u0085a\n', manifest: { readme: 'b' } }, 'a', { readme: 'a' }],
    ['a blank one falls back to the manifest', { readme: ' ', manifest: { readme: ' b ' } }, 'b', { readme: 'b' }],
    ['no text in the manifest', { manifest: { readme: 5 } }, '', { readme: 5 }],
    ['blank in both leaves the manifest', { readme: '', manifest: { readme: ' ' } }, '', { readme: ' ' }],
    ['U+FEFF is no white space', { readme: '\ufeff' }, '\ufeff', { readme: '\ufeff' }],
  ])('%s', (_, request, readme, manifest) => {
    expect(normalised(request)).toMatchObject({ readme, manifest });
  });
});

describe('normalisePackage: source links', () => {
  const inManifest = { source_links: [link(' t ', ' u '), 'no', link('', ''), { title: 1, url: 'v', more: 1 }] };

  it.each<[string, JsonObject, object[], JsonObject]>([
    [
      'the request wins, trimmed, blank ones dropped',
      { source_links: [link(' a ', '\u00a0b'), link(' ', ''), link('', 'c')], manifest: inManifest },
      [link('a', 'b'), link('', 'c')],
      { source_links: [link('a', 'b'), link('', 'c')] },
    ],
    [
      'read from the manifest, without what is no object',
      { manifest: inManifest },
      [link('t', 'u'), link('', 'v')],
      { source_links: [link('t', 'u'), link('', 'v')] },
    ],
    [
      'an empty list of the request does not win',
      { source_links: [], manifest: inManifest },
      [link('t', 'u'), link('', 'v')],
      {},
    ],
    [
      'a list of blank ones wins and leaves the manifest as sent',
      { source_links: [link(' ', '')], manifest: inManifest },
      [],
      inManifest,
    ],
    ['a null element is an empty object', { source_links: [null], manifest: inManifest }, [], inManifest],
    ['a manifest member of another type is none', { manifest: { source_links: {} } }, [], { source_links: {} }],
  ])('%s', (_, request, links, manifest) => {
    const result = normalised(request);
    expect(result.sourceLinks).toEqual(links);
    expect(result.manifest).toMatchObject(manifest);
  });
});

describe('normalisePackage: implementation materials', () => {
  const REF = { ref: ' r ' };

  it.each<[string, JsonObject, object[]]>([
    [
      'the request wins: trimmed, the tree digest lowered, blank ones dropped, duplicates kept',
      {
        implementation_materials: [
          { title: ' T ', ref: ' R ', bundle_tree_sha256: ' SHA256:AB\u0130 ' },
          { ref: ' ' },
          { ref: 'x' },
          { ref: 'x' },
        ],
        manifest: { implementation_materials: [REF] },
      },
      [material('T', 'R', 'sha256:abi'), material('', 'x', ''), material('', 'x', '')],
    ],
    [
      'a list of blank ones wins',
      { implementation_materials: [{}], manifest: { implementation_materials: [REF] } },
      [],
    ],
    [
      'an empty list does not',
      { implementation_materials: [], manifest: { implementation_materials: [REF] } },
      [material('', 'r', '')],
    ],
    [
      'the plural member before the singular one',
      { manifest: { implementation_material: { ref: 's' }, implementation_materials: [REF] } },
      [material('', 'r', '')],
    ],
    [
      'the singular one when the plural one yields none',
      { manifest: { implementation_materials: [{ x: 1 }, 'r'], implementation_material: { ref: 's' } } },
      [material('', 's', '')],
    ],
    [
      'an object that is a material itself',
      { manifest: { implementation_materials: { title: 't' } } },
      [material('t', '', '')],
    ],
    [
      'an object that leads on, twice',
      { manifest: { implementation_material: { custom_code_bundles: { custom_code_bundles: [REF, { url: 'u' }] } } } },
      [material('', 'r', ''), material('', 'u', '')],
    ],
    [
      'a material before what it leads to',
      { manifest: { implementation_material: { tree_sha256: 'D', custom_code_bundles: [REF] } } },
      [material('', '', 'd')],
    ],
    [
      'no leading on inside of an array',
      { manifest: { implementation_material: [{ custom_code_bundles: [REF] }] } },
      [],
    ],
    ['a text is none', { manifest: { implementation_material: 'registry://a@1' } }, []],
    [
      'fallbacks of ref and tree digest, past blank ones',
      {
        manifest: {
          implementation_materials: [
            { ref: ' ', uri: 'i', url: 'l', bundle_tree_sha256: ' ', tree_sha256: 'E' },
            { uri: 5, url: 'l' },
            { local_tree_sha256: 'f' },
          ],
        },
      },
      [material('', 'i', 'e'), material('', 'l', '')],
    ],
  ])('%s', (_, request, materials) => {
    expect(normalised(request).implementationMaterials).toEqual(materials);
  });

  it('are copied into the manifest, with what is empty left out', () => {
    const { manifest } = normalised({
      implementation_materials: [{ ref: 'a' }, { ref: 'b', title: 't', bundle_tree_sha256: 'D' }],
      manifest: { implementation_material: 'old', implementation_materials: 'kept' },
    });
    expect(manifest).toEqual({
      implementation_material: {
        custom_code_bundles: [{ ref: 'a' }, { ref: 'b', title: 't', bundle_tree_sha256: 'd' }],
      },
      implementation_materials: 'kept',
    });
  });

  it('are found below ten thousand levels', () => {
    let value: JsonObject = REF;
    for (let level = 0; level < 10_000; level += 1) value = { custom_code_bundles: value };
    expect(normalised({ manifest: { implementation_material: value } }).implementationMaterials).toHaveLength(1);
  });
});

describe('normalisePackage: lineage', () => {
  const three = { project_ref: null, product_revision: 1, developer_revision: {} };

  it('is copied into documents that have no such member, a null being one', () => {
    const result = normalised({ lineage: three, manifest: { lineage: null }, recommended_lock: { a: 1 } });
    expect(result.manifest.lineage).toBeNull();
    expect(result.recommendedLock).toEqual({ a: 1, lineage: three });
  });

  it('takes the manifest itself as a copy that does not hold itself', () => {
    const result = normalised({ manifest: three });
    expect(result.lineage).toEqual(three);
    expect(result.manifest).toEqual({ ...three, lineage: three });
  });

  it('is dropped when it is unusable', () => {
    expect(normalised({ lineage: { x: 1 } })).toMatchObject({ lineage: undefined, manifest: {}, recommendedLock: {} });
  });
});

describe('normalisePackage twice', () => {
  it.each<[string, JsonObject]>([
    ['readme', { readme: ' a ', manifest: { readme: 'b' } }],
    ['links', { source_links: [link(' a', 'b '), link('', '')], manifest: { source_links: [link('x', 'y')] } }],
    ['materials', { implementation_materials: [{ ref: ' A', bundle_tree_sha256: 'B ' }, {}] }],
    ['materials of the manifest', { manifest: { implementation_materials: [{ uri: ' x ', tree_sha256: 'Y' }] } }],
    ['lineage', { lineage: { lineage: { a: 1 } } }],
    ['lineage of the lock', { recommended_lock: { project_ref: 1, product_revision: 1, developer_revision: 1 } }],
  ])('does nothing more: %s', (_, request) => {
    const once = normalised(request);
    expect(normalisePackage(once)).toEqual(once);
  });

  /** The contract chooses between request and manifest before it drops blank elements (section 3, step 5). */
  it('reads the manifest after a list of blank links was dropped', () => {
    const once = normalised({ source_links: [link(' ', ' ')], manifest: { source_links: [link('t', 'u')] } });
    expect(once.sourceLinks).toEqual([]);
    expect(normalisePackage(once).sourceLinks).toEqual([link('t', 'u')]);
  });
});
