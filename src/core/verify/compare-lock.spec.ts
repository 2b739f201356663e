import {
  failedNames,
  OTHER_KEY,
  sampleAnswers,
  sampleBundle,
  SAMPLE,
  SIGNING_KEY,
} from '../../../test/support/verify-sources';
import { member, objectOf, type JsonObject } from '../json/json-value';
import { lockJson } from '../lock';
import type { Check } from './checks';
import { parseLockFile, type LockFile } from './lock-file';
import { resolveBundle } from './resolve-bundle';
import { resolveFile } from './resolve-file';
import { resolveRecord, type RegistryAnswers } from './resolve-record';
import { verifyPackage } from './verify-package';

const answers = sampleAnswers();
const { record, receipt } = answers;
const text = (value: unknown): string => String(value);

const lockBody: JsonObject = lockJson(
  {
    packageId: text(record.package_id),
    packageVersion: text(record.package_version),
    contractSignature: text(record.contract_signature),
    schemaVersion: text(record.schema_version),
    definitionDigest: text(record.definition_digest),
    manifestDigest: text(record.manifest_digest),
    lockDigest: text(record.lock_digest),
    packageExecutionSignature: text(record.package_execution_signature),
  },
  {
    receiptId: text(receipt.receipt_id),
    packageId: text(record.package_id),
    packageVersion: text(record.package_version),
    keyId: SIGNING_KEY.keyId,
    registrySignature: text(receipt.registry_signature),
    issuedAt: text(receipt.issued_at),
    publisherId: text(record.publisher_id),
    publisherType: text(record.publisher_type),
  },
  { registryUrl: answers.registryUrl, signingMode: 'production', activeKeyId: SIGNING_KEY.keyId },
);

function lockWith(changes: Readonly<Record<string, string>> = {}): LockFile {
  const lock = parseLockFile({ ...lockBody, ...changes });
  if ('fault' in lock) throw new Error(lock.fault);
  return lock;
}

function verify(lock: LockFile, source: RegistryAnswers = answers): readonly Check[] {
  return verifyPackage(resolveRecord(source, SAMPLE), { lock }).checks;
}

describe('a lock', () => {
  it("matches the version that it was made of, at its Registry, and the version's bundle", () => {
    const checks = verify(lockWith());
    expect(failedNames(checks)).toEqual([]);
    expect(checks.slice(2, 4)).toEqual([
      { name: 'package_lock_matches', status: 'pass' },
      { name: 'package_lock_registry_matches', status: 'pass' },
    ]);
    const { checks: ofBundle } = verifyPackage(resolveBundle(sampleBundle()), { lock: lockWith() });
    expect(failedNames(ofBundle)).toEqual([]);
    expect(ofBundle.some(({ name }) => name === 'package_lock_registry_matches')).toBe(false);
  });

  it.each([
    'package_id',
    'package_version',
    'contract_signature',
    'schema_version',
    'definition_digest',
    'manifest_digest',
    'lock_digest',
    'package_execution_signature',
    'receipt_signature',
    'receipt_key_id',
    'receipt_algorithm',
    'receipt_issued_at',
    'publisher_id',
    'publisher_type',
  ])('pins %s, and the fault names it with what was expected and observed', (name) => {
    const check = verify(lockWith({ [name]: 'another' })).find(
      (candidate) => candidate.name === 'package_lock_matches',
    );
    expect(check).toMatchObject({ status: 'fail' });
    expect(check?.detail).toBe(`${name}: expected "another", observed ${JSON.stringify(member(lockBody, name))}`);
  });

  it('names the first difference, in the order of the contract', () => {
    const checks = verify(lockWith({ definition_digest: 'x', lock_digest: 'y', receipt_key_id: 'z' }));
    expect(checks[2]?.detail).toMatch(/^lock_digest: /);
  });

  it('skips what it does not pin, and misses what the source does not state', () => {
    expect(failedNames(verify(lockWith({ manifest_digest: ' ', publisher_id: '' })))).toEqual([]);
    const unstated = { ...answers, receipt: { ...receipt, registry_signature: '' } };
    expect(verify(lockWith(), unstated)[2]?.detail).toMatch(
      /^receipt_algorithm|^receipt_signature: .*observed nothing$/,
    );
  });

  it('holds after an ordinary rotation of keys, and says so', () => {
    const rotated = { ...answers, keys: { ...answers.keys, active_key_id: OTHER_KEY.keyId } };
    const check = verify(lockWith(), rotated)[2];
    expect(check).toMatchObject({ name: 'package_lock_matches', status: 'pass' });
    expect(check?.detail).toMatch(
      /registry_active_key_id was "registry-key-1" and is "registry-key-2" now.*the lock holds/,
    );
  });

  it('without a receipt key pins the active key instead, as the contract has it', () => {
    const rotated = { ...answers, keys: { ...answers.keys, active_key_id: OTHER_KEY.keyId } };
    expect(verify(lockWith({ receipt_key_id: '' }), rotated)[2]?.detail).toMatch(/^registry_active_key_id: /);
  });

  it.each([
    ['https://other.example.org/registry-api/v1', ['package_lock_registry_matches']],
    ['http://registry.example.org/registry-api/v1', ['package_lock_registry_matches']],
    ['https://REGISTRY.example.org:443/', []],
    ['https://registry.example.org/registry-api/v1/', []],
    ['', []],
  ])('of the Registry %s', (registryUrl, expected) => {
    expect(failedNames(verify(lockWith({ registry_url: registryUrl })))).toEqual(expected);
  });

  it('never matches a plain file', () => {
    const definition = objectOf(record.service_definition);
    const { checks } = verifyPackage(resolveFile(definition), { lock: lockWith() });
    expect(failedNames(checks)).toEqual(['package_lock_matches']);
  });
});

describe('a lock file', () => {
  it.each([
    [{ lock_schema_version: 'anip-package-lock/v2' }, /lock_schema_version is "anip-package-lock\/v2"/],
    [{ package_id: ' ' }, /package_id is required/],
    [{ package_version: '' }, /package_version is required/],
    [{ definition_digest: null }, /definition_digest is required/],
    [{ lock_digest: '' }, /lock_digest is required/],
    [{ manifest_digest: 5 }, /manifest_digest must be a text/],
    [{ receipt_signature: {} }, /receipt_signature must be a text/],
  ])('with %j is refused', (changes, fault) => {
    expect(parseLockFile({ ...lockBody, ...changes })).toMatchObject({ fault: expect.stringMatching(fault) as string });
  });

  it('may leave its schema version out, and have members of others', () => {
    const older = { ...lockBody, lock_schema_version: null, note: ['x'] };
    expect(parseLockFile(older)).toMatchObject({ package_id: SAMPLE.packageId });
  });
});
