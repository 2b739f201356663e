import { auditKeys, type StatedKeys, type StoredKey } from './audit-keys';

const key = (keyId: string, byte: number): { keyId: string; publicKey: Uint8Array } => ({
  keyId,
  publicKey: Buffer.alloc(32, byte),
});

function findingsOf(stored: readonly StoredKey[], stated: Partial<StatedKeys>): string[] {
  const findings = auditKeys(stored, { keys: [], revokedKeyIds: [], ...stated });
  return [...findings].map((finding) => `${finding.class} ${finding.detail}`);
}

describe('auditKeys', () => {
  it('takes keys that are stated, and those that no receipt names', () => {
    const stored = [
      { ...key('active', 1), receipts: 3 },
      { ...key('old', 2), receipts: 0 },
    ];
    expect(findingsOf(stored, { keys: [key('active', 1), key('next', 3)] })).toEqual([]);
  });

  it('finds a key id that means two keys, also when nothing was signed with it', () => {
    expect(findingsOf([{ ...key('active', 1), receipts: 0 }], { keys: [key('active', 2)] })).toEqual([
      expect.stringMatching(/^SIGNING_KEY_REBOUND the key "active" of the store is AQEB.*, configured is AgIC/),
    ]);
  });

  it('names revoked keys and keys that nobody states', () => {
    const stored = [
      { ...key('leaked', 1), receipts: 1 },
      { ...key('forgotten', 2), receipts: 2 },
    ];
    expect(findingsOf(stored, { revokedKeyIds: ['leaked'] })).toEqual([
      'SIGNING_KEY_REVOKED the key "leaked" is revoked: 1 receipt of it fail verification',
      'SIGNING_KEY_NOT_CONFIGURED the key "forgotten" of 2 receipts is known from the store alone',
    ]);
  });
});
