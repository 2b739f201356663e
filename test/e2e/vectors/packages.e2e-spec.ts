import type { JsonObject } from '../../../src/core/json/json-value';
import { ed25519KeyFromRaw, failedChecks, sha256 } from '../../support/independent-verifier';
import { rawMember, rawMembers } from '../../support/raw-members';
import { publishedPackage } from '../../support/served-package';
import type { TestApp } from '../../support/test-app';
import { describeWithVectors } from '../../support/vectors';
import { pathOf, publishVectors, startAppFor } from './vector-files';

const DOCUMENTS = {
  manifest: 'manifest_digest',
  service_definition: 'definition_digest',
  recommended_lock: 'lock_digest',
} as const;

describeWithVectors('the packages of the reference', (dir) => {
  const vectors = publishVectors(dir, 'packages');

  it('are all there', () => {
    expect(vectors.map(({ vector }) => vector.expect.status).sort()).toEqual([
      ...Array<number>(7).fill(201),
      ...Array<number>(3).fill(400),
    ]);
  });

  describe.each(vectors)('$file', ({ vector }) => {
    const { expect: expected, request } = vector;
    let app: TestApp;

    beforeAll(async () => {
      app = await startAppFor(vector);
    });
    afterAll(() => app.close());

    if (expected.status === 400) {
      it(`is refused (${expected.reason_category}) and leaves nothing behind`, async () => {
        const before = await app.rowCounts();
        const answer = await app.publisher().publishPackage(request);
        expect(answer).toHaveErrorCode(codeOf(expected.reason_category), 400);
        expect(await app.rowCounts()).toEqual(before);
      });
      return;
    }

    it('is answered, inspected, listed and proven as the reference does', async () => {
      const published = await app.publisher().publishPackage(request);
      expect(published).toHaveStatus(201);
      expect(published.body).toEqual({
        publication: expected.publication,
        package: expected.record,
        receipt: expected.receipt,
      });
      expectServedBytes(rawMember(published.text, 'package'), expected.record);

      const path = `/packages${pathOf(request.package_id, request.package_version)}`;
      const inspected = await app.anonymous().get(path);
      expect(inspected.body).toEqual(expected.record);
      expectServedBytes(inspected.text, expected.record);
      const receipt = await app.anonymous().get(`${path}/receipt`);
      expect(receipt.body).toEqual(expected.receipt);
      const list = await app.anonymous().get('/publications');
      expect(list.body).toEqual({ items: [expected.publication] });
      const downloaded = await app.anonymous().get(`${path}/download`);
      expect(downloaded.body).toEqual({ ...expected.record, download_count: 1 });
      expectServedBytes(downloaded.text, expected.record);

      const keys = (await app.anonymous().get('/keys')).body as { items: { key_id: string; public_key: string }[] };
      const keyObjects = new Map(
        keys.items.map(({ key_id, public_key }) => [key_id, ed25519KeyFromRaw(Buffer.from(public_key, 'base64'))]),
      );
      expect(failedChecks(publishedPackage(inspected.text, receipt.text), keyObjects)).toEqual([]);
    });
  });
});

/** The documents in the raw text are the bytes that the stated digests are of. */
function expectServedBytes(text: string, record: JsonObject): void {
  const members = rawMembers(text);
  for (const [document, digestMember] of Object.entries(DOCUMENTS)) {
    expect(sha256(members.get(document) ?? '')).toBe(record[digestMember]);
  }
}

function codeOf(reasonCategory: string): string {
  const codes: Readonly<Record<string, string>> = { anip_spec_version: 'SPEC_VERSION_UNSUPPORTED' };
  return codes[reasonCategory] ?? `the code for ${reasonCategory}`;
}
