import { demoRequest } from '../../support/demo-requests';
import { listOf, member, type JsonObject, type JsonValue } from '../../../src/core/json/json-value';
import { requestFor } from '../../support/package-request';
import { TestApp } from '../../support/test-app';

const MAX_CAPABILITIES = 256;

/** The capabilities of a sample over and over, under ids of their own. */
function definitionOf(count: number, changes: (capability: JsonValue) => object = () => ({})): JsonObject {
  const sample = demoRequest('city-library-lending-1.1.0').service_definition as JsonObject;
  const originals = listOf(member(sample, 'capability_formalizations'));
  const capabilities = Array.from({ length: count }, (_, index) => {
    const original = originals[index % originals.length] as JsonObject;
    return { ...original, ...changes(original), capability_id: `library.copy_${index}.call` };
  });
  return { ...sample, capability_formalizations: capabilities };
}

describe('the page of a package at the limits', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  async function pageOf(id: string, definition: JsonObject): Promise<string> {
    expect(await app.publisher().publishPackage(requestFor(id, definition))).toHaveStatus(201);
    const answer = await app.anonymous().getPage(`/registry/packages/${id}/1.0.0`);
    expect(answer).toHaveStatus(200);
    expect(Buffer.byteLength(answer.text)).toBeLessThan(1_000_000);
    return answer.text;
  }

  it('details 256 capabilities in less than a megabyte', async () => {
    const html = await pageOf('many', definitionOf(MAX_CAPABILITIES));
    expect(html.match(/<details class="capability"/g)).toHaveLength(MAX_CAPABILITIES);
    expect(html).toContain('Capabilities (256)');
    expect(html).toContain('too long for this page, read it');
  });

  it('leaves details out, and says so, before the page gets too long', async () => {
    const html = await pageOf(
      'verbose',
      definitionOf(200, () => ({ summary: 'words '.repeat(1300) })),
    );
    expect(html).toMatch(/The details of \d+ capabilities do not fit on a page/);
    expect(html).toContain('library.copy_199.call');
  });
});
