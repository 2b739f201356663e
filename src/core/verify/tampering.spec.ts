import fc from 'fast-check';
import type { PatchOperation } from '../../../test/support/json-patch';
import {
  failedNames,
  flipped,
  keyItems,
  OTHER_KEY,
  patchedAnswers,
  patchedBundle,
  sampleAnswers,
  sampleBundle,
  SAMPLE,
  SIGNING_KEY,
} from '../../../test/support/verify-sources';
import { signingKeyFromSeed } from '../ed25519';
import { isArray, isObject, textOf, type JsonObject, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { resolveBundle } from './resolve-bundle';
import { resolveRecord, type RegistryAnswers } from './resolve-record';
import { verifyPackage } from './verify-package';
import type { VerifyPolicy } from './trust-policy';

const answers = sampleAnswers();
const bundle = sampleBundle();
const signature = textOf(answers.receipt.registry_signature);
const parts: JsonObject = { record: answers.record, receipt: answers.receipt, keys: answers.keys };

function failuresOf(tampered: RegistryAnswers, policy: VerifyPolicy = {}): string[] {
  return failedNames(verifyPackage(resolveRecord(tampered, SAMPLE), policy).checks);
}

function flip(pointer: string): RegistryAnswers {
  return patchedAnswers([flipped(parts, pointer)], answers);
}

const EXECUTION = 'package_execution_signature_matches';
const SIGNATURE = 'registry_receipt_signature_valid';

describe('one changed character of a registry record', () => {
  it.each([
    ['/record/manifest/summary', ['registry_manifest_digest_matches']],
    ['/record/manifest/agent_consumability/artifact_type', [EXECUTION, 'registry_manifest_digest_matches']],
    ['/record/service_definition/identity/domain_name', [EXECUTION, 'registry_definition_digest_matches']],
    ['/record/recommended_lock/lock_kind', [EXECUTION, 'registry_lock_digest_matches']],
    ['/record/lineage/product_revision/ref', [EXECUTION, SIGNATURE]],
    ['/record/contract_signature', [SIGNATURE]],
    ['/record/manifest_digest', ['registry_manifest_digest_matches', SIGNATURE]],
    ['/record/definition_digest', ['registry_definition_digest_matches', SIGNATURE]],
    ['/record/lock_digest', ['registry_lock_digest_matches', SIGNATURE]],
    ['/record/package_execution_signature', [EXECUTION, SIGNATURE]],
    ['/record/publisher_id', ['registry_publisher_identity_matches', SIGNATURE]],
    ['/record/publisher_type', ['registry_publisher_identity_matches', SIGNATURE]],
    [
      '/record/package_id',
      [
        'registry_requested_identity_matches',
        'registry_package_identity_matches',
        'registry_receipt_id_matches',
        SIGNATURE,
      ],
    ],
    [
      '/record/package_version',
      [
        'registry_requested_identity_matches',
        'registry_package_identity_matches',
        'registry_receipt_id_matches',
        SIGNATURE,
      ],
    ],
    ['/receipt/package_id', ['registry_package_identity_matches']],
    ['/receipt/publisher_id', ['registry_publisher_identity_matches']],
    ['/receipt/receipt_id', ['registry_receipt_id_matches']],
    ['/receipt/issued_at', ['registry_receipt_id_matches', SIGNATURE]],
    ['/receipt/signature_algorithm', ['registry_receipt_algorithm_supported']],
    ['/receipt/key_id', ['registry_receipt_members_agree', 'registry_public_key_present']],
    ['/keys/items/0/key_id', ['registry_public_key_present']],
    ['/keys/items/0/algorithm', ['registry_public_key_present']],
  ])('%s', (pointer, expected) => {
    expect(failuresOf(flip(pointer))).toEqual(expected);
  });

  it.each(['project_ref', 'product_revision', 'developer_revision'])(
    'a lineage without %s, although the manifest has it whole',
    (name) => {
      const tampered = patchedAnswers([{ op: 'remove', path: `/record/lineage/${name}` }], answers);
      expect(failuresOf(tampered)).toEqual([EXECUTION, SIGNATURE]);
    },
  );

  it('a lineage that has the signed one inside', () => {
    const lineage = { project_ref: 'studio:another', lineage: answers.record.lineage ?? null };
    const tampered = patchedAnswers([{ op: 'replace', path: '/record/lineage', value: lineage }], answers);
    expect(failuresOf(tampered)).toEqual([EXECUTION, SIGNATURE]);
  });

  it('in the signature', () => {
    const at = signature.length - 20;
    const value = signature.slice(0, at) + (signature[at] === 'A' ? 'B' : 'A') + signature.slice(at + 1);
    const tampered = patchedAnswers([{ op: 'replace', path: '/receipt/registry_signature', value }]);
    expect(failuresOf(tampered)).toEqual([SIGNATURE]);
  });

  it('in the key id of the signature, which the receipt names otherwise', () => {
    const value = signature.replace(SIGNING_KEY.keyId, OTHER_KEY.keyId);
    const tampered = patchedAnswers([{ op: 'replace', path: '/receipt/registry_signature', value }]);
    expect(failuresOf(tampered)).toEqual(['registry_receipt_members_agree']);
  });
});

describe('a property: nothing that is signed changes unseen', () => {
  const signedRoots = ['manifest', 'service_definition', 'recommended_lock', 'lineage'];
  const leaves = signedRoots.flatMap((root) => leavesOf(answers.record[root] ?? null, `/record/${root}`));

  it('changing, removing or adding any value of a signed document fails a check', () => {
    const changes = fc
      .constantFrom(...leaves)
      .chain(([path, value]) =>
        fc.constantFrom<PatchOperation>(
          { op: 'replace', path, value: typeof value === 'string' ? `${value}x` : value === 7 ? 8 : 7 },
          { op: 'remove', path },
          { op: 'add', path: `${path.slice(0, path.lastIndexOf('/'))}/0`, value: 'new' },
        ),
      );
    fc.assert(
      fc.property(changes, (change) => failuresOf(patchedAnswers([change], answers)).length > 0),
      { numRuns: 500 },
    );
  });
});

describe('another signer or another receipt', () => {
  const rogue = signingKeyFromSeed(SIGNING_KEY.keyId, Buffer.alloc(32, 9));

  it('a record re-signed by a key that the Registry does not list', () => {
    const stranger = signingKeyFromSeed('stranger', Buffer.alloc(32, 9));
    const tampered = { ...sampleAnswers(stranger), keys: answers.keys };
    expect(failuresOf(tampered)).toEqual(['registry_public_key_present']);
  });

  it('a record re-signed by another key under the name of the right one', () => {
    expect(failuresOf({ ...sampleAnswers(rogue), keys: answers.keys })).toEqual([SIGNATURE]);
  });

  it('a key id that the Registry has bound to another key is caught by the pinned key alone', () => {
    const tampered: RegistryAnswers = { ...sampleAnswers(rogue), keys: { ...answers.keys, items: keyItems(rogue) } };
    expect(failuresOf(tampered)).toEqual([]);
    expect(failuresOf(tampered, { trustedReceiptKeyId: SIGNING_KEY.keyId })).toEqual([]);
    expect(failuresOf(tampered, { trustedKeys: [SIGNING_KEY] })).toEqual(['registry_trust_policy_key_matches']);
  });

  it('is caught by the pinned key even when another trusted key signed', () => {
    const tampered = { ...sampleAnswers(OTHER_KEY), keys: { ...answers.keys, items: keyItems(rogue, OTHER_KEY) } };
    expect(failuresOf(tampered, { trustedKeys: [OTHER_KEY] })).toEqual([]);
    expect(failuresOf(tampered, { trustedKeys: [SIGNING_KEY, OTHER_KEY] })).toEqual([
      'registry_trust_policy_key_matches',
    ]);
  });

  it('a key that is listed twice, with different keys', () => {
    const tampered = { ...answers, keys: { ...answers.keys, items: keyItems(SIGNING_KEY, rogue) } };
    expect(failuresOf(tampered)).toEqual(['registry_public_key_present']);
  });

  it('a key that is not trusted', () => {
    expect(failuresOf(answers, { trustedKeys: [OTHER_KEY] })).toEqual(['registry_trust_policy_key_matches']);
    expect(failuresOf(answers, { trustedReceiptKeyId: OTHER_KEY.keyId })).toEqual([
      'registry_trust_policy_receipt_key_matches',
    ]);
  });

  it('a revoked key', () => {
    const tampered = patchedAnswers([{ op: 'remove', path: '/keys/items/0' }]);
    expect(failuresOf(tampered)).toEqual(['registry_public_key_present']);
  });

  it('the receipt of another version', () => {
    const { receipt } = sampleAnswers(SIGNING_KEY, { package_version: '1.1.0' });
    expect(failuresOf({ ...answers, receipt })).toEqual([
      'registry_package_identity_matches',
      'registry_receipt_id_matches',
      SIGNATURE,
    ]);
  });

  it('another package than was asked for, properly signed', () => {
    expect(failuresOf(sampleAnswers(SIGNING_KEY, { package_id: 'city-library-lending-2' }))).toEqual([
      'registry_requested_identity_matches',
    ]);
  });

  it('a Registry in another mode than required', () => {
    expect(failuresOf(answers, { requiredRegistryMode: 'dev' })).toEqual([
      'registry_trust_policy_signing_mode_matches',
    ]);
  });

  it('a demand that a source cannot meet', () => {
    const policy = { requiredRegistryMode: 'production', trustedKeys: [SIGNING_KEY] };
    expect(failedNames(verifyPackage(resolveBundle(bundle), policy).checks)).toEqual([
      'registry_trust_policy_signing_mode_present',
      'registry_trust_policy_signing_mode_matches',
    ]);
  });
});

describe('one changed character of a bundle', () => {
  const AGREE = 'bundle_documents_agree';
  const VALID = 'bundle_receipt_signature_valid';

  it.each([
    ['/manifest/summary', [AGREE, 'bundle_manifest_digest_matches']],
    ['/package/manifest/summary', [AGREE]],
    ['/service_definition/identity/domain_name', [EXECUTION, 'registry_definition_digest_matches', AGREE]],
    ['/package/service_definition/identity/domain_name', [AGREE]],
    ['/lock/lock_kind', [EXECUTION, AGREE, 'bundle_lock_digest_matches']],
    ['/package/recommended_lock/lock_kind', [AGREE]],
    ['/lineage/product_revision/ref', [EXECUTION, AGREE, VALID]],
    ['/package/lineage/product_revision/ref', [AGREE]],
    ['/publication/lineage/product_revision/ref', [AGREE]],
    ['/publication/package_version', [AGREE]],
    ['/digests/manifest', [AGREE]],
    ['/digests/service_definition', [AGREE]],
    ['/digests/lock', [AGREE]],
    ['/digests/receipt', [AGREE]],
    ['/digests/package_execution', [AGREE]],
    ['/package/definition_digest', ['registry_definition_digest_matches', AGREE, VALID]],
    ['/package/manifest_digest', [AGREE, 'bundle_manifest_digest_matches', VALID]],
    ['/package/lock_digest', [AGREE, 'bundle_lock_digest_matches', VALID]],
    ['/package/contract_signature', [AGREE, VALID]],
    ['/receipt/receipt_id', [AGREE, 'bundle_receipt_id_matches']],
    ['/receipt/key_id', ['bundle_receipt_members_agree', 'bundle_registry_public_key_present']],
    ['/registry_keys/0/key_id', ['bundle_registry_public_key_present']],
  ])('%s', (pointer, expected) => {
    const tampered = patchedBundle([flipped(bundle, pointer)], bundle);
    expect(failedNames(verifyPackage(resolveBundle(tampered)).checks)).toEqual(expected);
  });

  it.each<[string, readonly PatchOperation[]]>([
    ['of the bundle', [{ op: 'remove', path: '/lineage/project_ref' }]],
    ['of the package', [{ op: 'remove', path: '/package/lineage/project_ref' }]],
    [
      'of the only copy',
      [
        { op: 'remove', path: '/package/lineage' },
        { op: 'remove', path: '/publication/lineage' },
        { op: 'remove', path: '/lineage/project_ref' },
      ],
    ],
    [
      'of the publication, which the package does not state',
      [
        { op: 'remove', path: '/package/lineage' },
        { op: 'remove', path: '/publication/lineage/project_ref' },
      ],
    ],
    [
      'around the signed one',
      ['/lineage', '/package/lineage', '/publication/lineage'].map((path) => ({
        op: 'replace',
        path,
        value: { project_ref: 'studio:another', lineage: bundle.lineage ?? null },
      })),
    ],
  ])('is caught in the lineage %s, although another one is whole', (_, operations) => {
    const tampered = patchedBundle(operations, bundle);
    expect(failedNames(verifyPackage(resolveBundle(tampered)).checks)).toEqual([AGREE]);
  });

  it('is caught in material that the package is built with', () => {
    const ref = `git+https://code.example.org/lending@${'a'.repeat(40)}#sha256:${'b'.repeat(64)}`;
    const materials = [{ title: 'Lending', ref, bundle_tree_sha256: `sha256:${'c'.repeat(64)}` }];
    const built = sampleBundle(SIGNING_KEY, { implementation_materials: materials });
    expect(failedNames(verifyPackage(resolveBundle(built)).checks)).toEqual([]);
    const tampered = patchedBundle([flipped(built, '/package/implementation_materials/0/ref')], built);
    expect(failedNames(verifyPackage(resolveBundle(tampered)).checks)).toEqual([EXECUTION]);
  });

  it('is another package than was asked for', () => {
    const other = { packageId: SAMPLE.packageId, packageVersion: '9.9.9' };
    expect(failedNames(verifyPackage(resolveBundle(bundle, other)).checks)).toEqual([
      'bundle_requested_identity_matches',
    ]);
  });
});

function leavesOf(value: JsonValue, at: string): (readonly [string, JsonValue])[] {
  if (isArray(value)) return value.flatMap((element, index) => leavesOf(element, pointerTo(at, index)));
  if (!isObject(value)) return [[at, value]];
  return Object.entries(value).flatMap(([name, element]) => leavesOf(element, pointerTo(at, name)));
}
