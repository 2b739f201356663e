import { samplePackage } from '../../../test/support/demo-requests';
import { sealBody } from '../../../test/support/seal-request';
import { storedDocument, storedPackageOf } from '../../../test/support/stored-package';
import { digestedJson } from '../digest';
import { isObject, type JsonObject } from '../json/json-value';
import { parseJson } from '../json/parse-json';
import { auditPackage, type StoredPackage } from './audit-package';

const MATERIAL = { ref: `registry://acme/handlers@1.0.0#sha256:${'a'.repeat(64)}`, title: 'Handlers' };
const sealed = sealBody(JSON.stringify(samplePackage({ implementation_materials: [MATERIAL] })));
const stored = storedPackageOf(sealed);

type DocumentName = 'manifest' | 'serviceDefinition' | 'recommendedLock' | 'lineage' | 'display';

/** The package after a member of a document was changed, and the row with it: only the rest can give it away. */
function withChanged(name: DocumentName, change: (document: JsonObject) => JsonObject): StoredPackage {
  const content = stored[name]?.content ?? Buffer.from('{}');
  const value = parseJson(content);
  const changed = digestedJson(change(isObject(value) ? value : {}));
  const rowMember = {
    manifest: 'manifestDigest',
    serviceDefinition: 'definitionDigest',
    recommendedLock: 'lockDigest',
  } as const;
  const digestName = name === 'lineage' || name === 'display' ? undefined : rowMember[name];
  return {
    ...stored,
    row: digestName === undefined ? stored.row : { ...stored.row, [digestName]: changed.digest },
    [name]: storedDocument(name, changed),
  };
}

function classesOf(changed: StoredPackage): string[] {
  return [...new Set(auditPackage(changed).findings.map((finding) => finding.class))].sort();
}

describe('auditPackage', () => {
  it('has nothing to say of what publishing made, and gives its lineage', () => {
    expect(auditPackage(stored)).toEqual({
      findings: [],
      lineage: parseJson(sealed.lineage?.bytes ?? Buffer.from('')),
    });
  });

  it.each([
    ['manifest', 'agent_consumability'],
    ['manifest', 'agent_consumption_readiness'],
    ['recommendedLock', 'anything'],
    ['lineage', 'anything'],
  ] as const)('finds by the execution signature that %s.%s was changed', (name, memberName) => {
    expect(classesOf(withChanged(name, (document) => ({ ...document, [memberName]: { changed: true } })))).toEqual([
      'EXECUTION_SIGNATURE_MISMATCH',
    ]);
  });

  it('finds by stamps and execution signature that the definition was changed', () => {
    expect(classesOf(withChanged('serviceDefinition', (document) => ({ ...document, x: 1 })))).toEqual([
      'EXECUTION_SIGNATURE_MISMATCH',
      'STAMP_MISMATCH',
    ]);
  });

  it.each([
    ['manifest', 'service_definition_digest'],
    ['manifest', 'service_definition_digest_algorithm'],
    ['manifest', 'schema_version'],
    ['manifest', 'package_execution_signature'],
    ['recommendedLock', 'service_definition_digest'],
    ['recommendedLock', 'schema_version'],
    ['recommendedLock', 'anip_spec_version'],
    ['recommendedLock', 'package_execution_signature'],
  ] as const)('finds another stamp at %s.%s, and a missing one', (name, stamp) => {
    for (const value of ['other', 7]) {
      const changed = withChanged(name, (document) => ({ ...document, [stamp]: value }));
      expect(classesOf(changed)).toContain('STAMP_MISMATCH');
    }
    const without = withChanged(name, (document) =>
      Object.fromEntries(Object.entries(document).filter(([member]) => member !== stamp)),
    );
    expect(auditPackage(without).findings).toContainEqual(
      expect.objectContaining({ class: 'STAMP_MISMATCH', detail: expect.stringContaining('is missing') as string }),
    );
  });

  it('finds that the page shows what the manifest does not say', () => {
    expect(classesOf(withChanged('display', (document) => ({ ...document, readme: 'other' })))).toEqual([
      'DISPLAY_MISMATCH',
    ]);
    expect(classesOf(withChanged('display', (document) => ({ ...document, source_links: [] })))).toEqual([
      'DISPLAY_MISMATCH',
    ]);
    expect(classesOf(withChanged('manifest', (document) => ({ ...document, readme: '' })))).toEqual([
      'DISPLAY_MISMATCH',
    ]);
    // Materials are signed as well.
    expect(
      classesOf(withChanged('display', (document) => ({ ...document, implementation_materials: [{ ref: 'x' }] }))),
    ).toEqual(['DISPLAY_MISMATCH', 'EXECUTION_SIGNATURE_MISMATCH']);
  });

  it('takes a manifest that keeps blank links although the record has none', () => {
    const blank = [{ title: ' ', url: '' }];
    const body = { ...samplePackage({ source_links: blank }) };
    const manifest = { ...(body.manifest as JsonObject), source_links: [{ title: '', url: '' }] };
    expect(classesOf(storedPackageOf(sealBody(JSON.stringify({ ...body, manifest }))))).toEqual([]);
  });

  it('takes a package without lineage, and one without anything to display', () => {
    const { lineage, readme, source_links, ...bare } = samplePackage();
    expect([lineage, readme, source_links].length).toBe(3);
    const drop = (document: unknown): JsonObject =>
      Object.fromEntries(
        Object.entries(document as JsonObject).filter(
          ([name]) => !['lineage', 'readme', 'source_links'].includes(name),
        ),
      );
    const body = { ...bare, manifest: drop(bare.manifest), recommended_lock: drop(bare.recommended_lock) };
    const withoutLineage = sealBody(JSON.stringify(body));
    expect([withoutLineage.lineage, withoutLineage.display.bytes.toString()]).toEqual([undefined, '{}']);
    expect(auditPackage(storedPackageOf(withoutLineage))).toEqual({ findings: [], lineage: undefined });
  });

  it('says once that a document is gone, and not again that nothing fits it', () => {
    const lost: StoredPackage = {
      ...stored,
      lineage: { ...storedDocument('lineage', sealed.manifest), content: undefined },
    };
    const { findings, lineage } = auditPackage(lost);
    expect([findings.map((finding) => finding.class), lineage]).toEqual([['BLOB_MISSING'], 'unreadable']);
    expect(classesOf({ ...stored, manifest: { ...stored.manifest, content: undefined } })).toEqual(['BLOB_MISSING']);
  });
});
