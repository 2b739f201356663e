import { lockJson, type LockSubject } from './lock';
import type { Receipt } from './package-record';

const SUBJECT: LockSubject = {
  packageId: 'a',
  packageVersion: '1',
  contractSignature: 'c',
  schemaVersion: 's',
  definitionDigest: 'sha256:d',
  manifestDigest: 'sha256:m',
  lockDigest: 'sha256:l',
  packageExecutionSignature: 'sha256:e',
};
const RECEIPT: Receipt = {
  receiptId: 'sha256:r',
  packageId: 'a',
  packageVersion: '1',
  keyId: 'old-key',
  registrySignature: 'ed25519:old-key:AAAA',
  publisherId: 'p',
  publisherType: '',
  issuedAt: '2026-01-02T03:04:05Z',
};

describe('lockJson', () => {
  it('pins the digests and the receipt, and tells the signing key from the active one', () => {
    const authority = {
      registryUrl: 'https://r.example/registry-api/v1',
      signingMode: 'production',
      activeKeyId: 'new-key',
    };
    expect(lockJson(SUBJECT, RECEIPT, authority)).toEqual({
      lock_schema_version: 'anip-package-lock/v1',
      artifact_type: 'anip_package_lock',
      source_kind: 'registry',
      registry_url: 'https://r.example/registry-api/v1',
      package_id: 'a',
      package_version: '1',
      contract_signature: 'c',
      schema_version: 's',
      definition_digest: 'sha256:d',
      manifest_digest: 'sha256:m',
      lock_digest: 'sha256:l',
      package_execution_signature: 'sha256:e',
      receipt_signature: 'ed25519:old-key:AAAA',
      receipt_authority: 'remote-registry',
      receipt_key_id: 'old-key',
      receipt_algorithm: 'ed25519',
      receipt_issued_at: '2026-01-02T03:04:05Z',
      registry_signing_mode: 'production',
      registry_active_key_id: 'new-key',
      publisher_id: 'p',
    });
  });

  it('has no registry_url when the request named no host', () => {
    const lock = lockJson(SUBJECT, RECEIPT, { registryUrl: undefined, signingMode: 'dev', activeKeyId: 'k' });
    expect(Object.keys(lock)).not.toContain('registry_url');
  });
});
