import { failedNames, patchedAnswers, sampleAnswers, sampleBundle, SAMPLE } from '../../../test/support/verify-sources';
import type { JsonObject, JsonValue } from '../json/json-value';
import { parseJsonText } from '../json/parse-json';
import { generationJson } from './generation-json';
import { resolveBundle } from './resolve-bundle';
import { resolveFile } from './resolve-file';
import { resolveRecord } from './resolve-record';
import { verificationJson } from './verification-json';
import { verifyPackage, type Verification } from './verify-package';

const ANSWERS = sampleAnswers();
const BUNDLE = sampleBundle();

/** As deep as the parser lets a text be. */
const DEEP: JsonValue = parseJsonText(`${'{"a":['.repeat(4900)}1${']}'.repeat(4900)}`);

describe('documents that nest thousands of levels', () => {
  it.each(['manifest', 'service_definition', 'recommended_lock', 'lineage'])(
    '%s fails by name and is not walked',
    (name) => {
      const patch = { op: 'add', path: `/record/${name}/deep`, value: 0 } as const;
      const answers = patchedAnswers([patch], ANSWERS);
      const record = { ...answers.record, [name]: { ...(answers.record[name] as JsonObject), deep: DEEP } };
      const verification = verifyPackage(resolveRecord({ ...answers, record }, SAMPLE));
      expect(failedNames(verification.checks)).toEqual(
        expect.arrayContaining(['package_documents_depth_valid', 'package_execution_signature_matches']),
      );
      expect(JSON.stringify(verificationJson(verification))).not.toContain('[{"a":[{');
      expect(() => JSON.stringify(generationJson(verification, 'x'))).not.toThrow();
    },
  );

  it.each(['manifest', 'lock', 'receipt', 'digests', 'registry_keys', 'package', 'publication'])(
    'a bundle whose %s is one still has its checks reported',
    (name) => {
      const bundle = { ...BUNDLE, [name]: DEEP };
      expect(verifyPackage(resolveBundle(bundle)).checks.length).toBeGreaterThan(20);
    },
  );

  it('a definition on its own', () => {
    expect(failedNames(verifyPackage(resolveFile({ identity: DEEP })).checks)).toContain(
      'package_documents_depth_valid',
    );
  });
});

describe('members of any type', () => {
  const odd: readonly JsonValue[] = [null, 0, 'x', [null, {}], { constructor: 1 }];

  it.each([
    'package',
    'manifest',
    'service_definition',
    'lineage',
    'receipt',
    'registry_keys',
    'digests',
    'publication',
  ])('%s of a bundle: every check is still reported', (name) => {
    for (const value of odd) checkReported(verifyPackage(resolveBundle({ ...BUNDLE, [name]: value })));
  });

  it.each([
    'manifest',
    'service_definition',
    'recommended_lock',
    'lineage',
    'lifecycle',
    'implementation_materials',
    'package_id',
    'manifest_digest',
  ])('%s of a record: every check is still reported', (name) => {
    for (const value of odd) {
      const record = { ...ANSWERS.record, [name]: value };
      checkReported(verifyPackage(resolveRecord({ ...ANSWERS, record }, SAMPLE)));
    }
  });

  function checkReported(verification: Verification): void {
    expect(verification.checks.length).toBeGreaterThan(20);
    expect(() => JSON.stringify(verificationJson(verification))).not.toThrow();
    expect(() => JSON.stringify(generationJson(verification, 'x'))).not.toThrow();
  }
});

describe('an empty source', () => {
  it('fails by name whatever it is', () => {
    for (const subject of [
      resolveFile({}),
      resolveBundle({}),
      resolveRecord({ record: {}, receipt: {}, keys: {}, registryUrl: '', recordPath: '' }, SAMPLE),
    ]) {
      expect(failedNames(verifyPackage(subject).checks)).toContain('service_definition_rules_valid');
    }
  });
});
