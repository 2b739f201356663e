import type { PublishedContent, Receipt } from '../core/package-record';
import { FRESH_LIFECYCLE } from '../core/lifecycle';
import { type Answer, KeptLock, KeptReceipt, KeptRecord } from './kept-content';
import type { VersionState } from './version-state';

const JSON_OBJECT = Buffer.from('{"a":1}');
const CONTENT: PublishedContent = {
  packageId: 'library',
  packageVersion: '1.0.0',
  projectRef: 'p',
  productRevisionRef: 'r',
  developerRevisionRef: 'd',
  contractSignature: 'c',
  publisherId: '',
  publisherType: '',
  publishedAt: '2026-10-01T12:00:00Z',
  lineage: undefined,
  schemaVersion: 'v1',
  manifestDigest: 'm',
  definitionDigest: 's',
  lockDigest: 'l',
  packageExecutionSignature: 'e',
  manifest: JSON_OBJECT,
  serviceDefinition: JSON_OBJECT,
  recommendedLock: JSON_OBJECT,
  display: Buffer.from('{"readme":"x"}'),
};
const RECEIPT: Receipt = {
  ...CONTENT,
  receiptId: 'i',
  keyId: 'k',
  registrySignature: 'sig',
  issuedAt: CONTENT.publishedAt,
};
const AUTHORITY = { registryUrl: 'https://one.example/registry-api/v1', signingMode: 'dev', activeKeyId: 'k' };
const STATE: VersionState = {
  id: 'library',
  version: '1.0.0',
  publish: 'x',
  downloadCount: 3,
  lifecycle: FRESH_LIFECYCLE,
  lifecycleRevision: 0,
};

function parsed({ pieces }: Pick<Answer, 'pieces'>): unknown {
  return JSON.parse(Buffer.concat(pieces).toString('utf8'));
}

describe('a kept record', () => {
  const record = new KeptRecord('x', CONTENT);
  const changed = { ...FRESH_LIFECYCLE, reason: 'old', updatedAt: '2026-11-01T00:00:00Z' };

  it('is made once for a state', () => {
    expect(record.answer({ ...STATE })).toBe(record.answer({ ...STATE }));
  });

  it.each<[string, Partial<VersionState>]>([
    ['a download', { downloadCount: 4 }],
    ['a lifecycle change', { lifecycleRevision: 1 }],
    ['another change with the same revision', { lifecycle: { ...changed, status: 'deprecated' } }],
    ['the same status, set at another time', { lifecycle: changed }],
  ])('is another answer with another ETag after %s', (_, change) => {
    const before = record.answer(STATE);
    const after = record.answer({ ...STATE, ...change });
    expect(after.etag).not.toBe(before.etag);
    const { lifecycle, downloadCount } = { ...STATE, ...change };
    expect(parsed(after)).toMatchObject({
      package_id: 'library',
      download_count: downloadCount,
      lifecycle: { status: lifecycle.status },
      manifest: { a: 1 },
      readme: 'x',
    });
    expect(record.answer(STATE).etag).toBe(before.etag);
  });
});

describe('a kept lock', () => {
  const lock = new KeptLock('x', CONTENT, RECEIPT);

  it.each([
    ['address', { registryUrl: 'https://two.example/registry-api/v1' }],
    ['active key', { activeKeyId: 'other' }],
    ['signing mode', { signingMode: 'production' }],
  ])('is never the one that was made for another %s', (_, change) => {
    const one = lock.answer(AUTHORITY);
    const other = lock.answer({ ...AUTHORITY, ...change });
    expect(other.etag).not.toBe(one.etag);
    expect(parsed(lock.answer(AUTHORITY))).toMatchObject({ registry_url: AUTHORITY.registryUrl });
    expect(lock.answer(AUTHORITY).etag).toBe(one.etag);
  });
});

it.each<[string, Answer]>([
  ['record', new KeptRecord('x', CONTENT).answer(STATE)],
  ['receipt', new KeptReceipt('x', RECEIPT).answer],
  ['lock', new KeptLock('x', CONTENT, RECEIPT).answer(AUTHORITY)],
])('a kept %s holds no more memory than its bytes', (_, { pieces }) => {
  for (const piece of pieces) expect(piece.buffer.byteLength).toBe(piece.length);
});
