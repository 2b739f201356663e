import type { JsonObject } from '../../../src/core/json/json-value';
import { sha256 } from '../../support/independent-verifier';
import { rawMember, rawMembers } from '../../support/raw-members';
import type { TestApp } from '../../support/test-app';
import { describeWithVectors } from '../../support/vectors';
import { pathOf, publishVectors, startAppFor } from './vector-files';

const DOCUMENTS = { manifest: 'manifest_digest', template: 'template_digest', package: 'package_digest' } as const;

describeWithVectors('the templates of the reference', (dir) => {
  const vectors = publishVectors(dir, 'templates');

  it('are all there', () => {
    expect(vectors.map(({ vector }) => vector.expect.status).sort()).toEqual([201, 201, 201, 201, 400]);
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
        const answer = await app.publisher().publishTemplate(request);
        expect(answer).toHaveErrorCode(codeOf(expected.reason_category), 400);
        expect(await app.rowCounts()).toEqual(before);
      });
      return;
    }

    it('is answered, inspected, listed and downloaded as the reference does', async () => {
      const published = await app.publisher().publishTemplate(request);
      expect(published).toHaveStatus(201);
      expect(published.body).toEqual({ template: expected.template });
      expectServedBytes(rawMember(published.text, 'template'), expected.template);

      const path = `/templates${pathOf(expected.template.template_id, expected.template.template_version)}`;
      const inspected = await app.anonymous().get(path);
      expect(inspected.body).toEqual(expected.template);
      expectServedBytes(inspected.text, expected.template);
      expect((await app.anonymous().get('/templates')).body).toEqual({ items: [summaryOf(expected.template)] });
      const downloaded = await app.anonymous().get(`${path}/download`);
      expect(downloaded.body).toEqual(expected.template.package);
      // Every answer ends with a line feed, which is no part of what was hashed.
      expect(sha256(downloaded.text.replace(/\n$/, ''))).toBe(expected.template.package_digest);
    });
  });
});

/** A list item: without digests and documents, but for the manifest. */
function summaryOf(record: JsonObject): JsonObject {
  const left = ['manifest_digest', 'template_digest', 'package_digest', 'template', 'package'];
  return Object.fromEntries(Object.entries(record).filter(([name]) => !left.includes(name)));
}

/** The documents in the raw text are the bytes that the stated digests are of. */
function expectServedBytes(text: string, record: JsonObject): void {
  const members = rawMembers(text);
  for (const [document, digestMember] of Object.entries(DOCUMENTS)) {
    expect(sha256(members.get(document) ?? '')).toBe(record[digestMember]);
  }
}

function codeOf(reasonCategory: string): string {
  const codes: Readonly<Record<string, string>> = { template_document_bytes: 'TEMPLATE_DOCUMENT_INVALID' };
  return codes[reasonCategory] ?? `the code for ${reasonCategory}`;
}
