import type { JsonObject } from '../json/json-value';
import { publishRequestFromBundle } from './publish-request';

const IDENTITY = {
  package_id: 'p',
  package_version: '1.0.0',
  project_ref: 'project',
  product_revision_ref: 'product',
  developer_revision_ref: 'developer',
  contract_signature: 'signature',
};
const DOCUMENTS = { manifest: { m: 1 }, service_definition: { d: 1 }, lock: { l: 1 } };
const REQUEST = {
  ...IDENTITY,
  schema_version: 'anip-service-definition/v1',
  manifest: { m: 1 },
  service_definition: { d: 1 },
  recommended_lock: { l: 1 },
};

describe('publishRequestFromBundle', () => {
  it('reads a record and a bundle alike', () => {
    const { lock, ...documents } = DOCUMENTS;
    expect(publishRequestFromBundle({ ...IDENTITY, ...documents, recommended_lock: lock })).toEqual(REQUEST);
    expect(publishRequestFromBundle({ ...DOCUMENTS, package: IDENTITY })).toEqual(REQUEST);
  });

  it('keeps the order of the table, and knows no other member', () => {
    const root = { ...DOCUMENTS, ...IDENTITY, publisher_id: 'me', readme: 'R', registry_keys: [], download_count: 7 };
    expect(Object.keys(publishRequestFromBundle(root))).toEqual([
      ...Object.keys(IDENTITY),
      'publisher_id',
      'schema_version',
      'manifest',
      'service_definition',
      'recommended_lock',
      'readme',
    ]);
  });

  it('takes the first non-blank text, trimmed', () => {
    const root = { ...DOCUMENTS, package: { ...IDENTITY, project_ref: ' \u00a0', publisher_id: 7 } };
    const publication = { project_ref: ' from publication ', publisher_id: ' them ', publisher_type: ' ' };
    expect(publishRequestFromBundle({ ...root, publication })).toEqual({
      ...REQUEST,
      project_ref: 'from publication',
      publisher_id: 'them',
    });
  });

  it('lets the package win over the root, but the root’s documents over the package’s', () => {
    const record = { ...IDENTITY, manifest: { m: 2, readme: 'of the package' }, recommended_lock: { l: 2 } };
    const root = { ...DOCUMENTS, package_id: 'root', schema_version: ' s ', package: record };
    expect(publishRequestFromBundle(root)).toEqual({ ...REQUEST, schema_version: 's', readme: 'of the package' });
  });

  it('finds the refs in the lineage at last', () => {
    const lineage = {
      project_ref: 'lp',
      product_revision: { ref: 'lr' },
      developer_revision: { ref: 'ld', contract_signature: 'ls' },
    };
    const { package_id, package_version } = IDENTITY;
    const request = publishRequestFromBundle({ ...DOCUMENTS, package_id, package_version, package: { lineage } });
    expect(request).toEqual({
      ...REQUEST,
      lineage,
      project_ref: 'lp',
      product_revision_ref: 'lr',
      developer_revision_ref: 'ld',
      contract_signature: 'ls',
    });
  });

  it.each<[string, JsonObject, unknown]>([
    ['those of the package', { source_links: [{ title: ' t ', url: ' u ' }] }, [{ title: 't', url: 'u' }]],
    ['none, when all are blank, though the manifest has some', { source_links: [{ title: ' ' }, 'x'] }, undefined],
    ['the manifest’s, when the package’s are null', { source_links: null }, [{ title: 'm', url: '' }]],
  ])('takes as source links %s', (_, changes, expected) => {
    const manifest = { source_links: [{ title: 'm' }] };
    const request = publishRequestFromBundle({ ...DOCUMENTS, ...IDENTITY, manifest, package: changes });
    expect(request.source_links).toEqual(expected);
  });

  const TREE = `sha256:${'AB'.repeat(32)}`;
  const material = { ref: 'r', bundle_tree_sha256: TREE.toLowerCase() };

  it.each<[string, JsonObject, unknown]>([
    ['an array', { implementation_materials: [{ ref: ' r ', title: ' ', tree_sha256: TREE }] }, [material]],
    ['an object', { implementation_materials: { ref: 'r', title: 't' } }, [{ ref: 'r', title: 't' }]],
    ['its bundles', { implementation_materials: { ref: 'x', custom_code_bundles: [{ ref: 'r' }] } }, [{ ref: 'r' }]],
    [
      'the manifest’s',
      { implementation_materials: [{ title: 'no ref' }], manifest: { implementation_material: { ref: 'm' } } },
      [{ ref: 'm' }],
    ],
    [
      'each once, by ref and tree digest',
      { implementation_materials: [material, { ...material, title: 'again' }, { ref: 'r' }] },
      [material, { ref: 'r' }],
    ],
    ['none', { implementation_materials: ['r', null, []] }, undefined],
  ])('reads implementation materials: %s', (_, changes, expected) => {
    const request = publishRequestFromBundle({ ...DOCUMENTS, ...IDENTITY, package: changes });
    expect(request.implementation_materials).toEqual(expected);
  });

  it.each([...Object.keys(IDENTITY), ...Object.keys(DOCUMENTS)])('refuses a bundle without %s by name', (name) => {
    const root: JsonObject = { ...IDENTITY, ...DOCUMENTS, [name]: ' ' };
    expect(() => publishRequestFromBundle(root)).toThrow(name === 'lock' ? 'recommended_lock is' : `${name} is`);
  });

  it('is not fooled by inherited names', () => {
    const root = JSON.parse(
      JSON.stringify({ ...IDENTITY, ...DOCUMENTS }).replace('"package_id"', '"__proto__"'),
    ) as JsonObject;
    expect(() => publishRequestFromBundle(root)).toThrow('package_id is missing');
  });
});
