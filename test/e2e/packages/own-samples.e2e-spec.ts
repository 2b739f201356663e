import { canonicalJson } from '../../../src/core/json/canonical-json';
import type { JsonObject } from '../../../src/core/json/json-value';
import { DEMO_PACKAGES, DEMO_TEMPLATE, demoExpectation, demoRequest } from '../../support/demo-requests';
import { FixedClock, TestApp } from '../../support/test-app';

interface PublishAnswer {
  readonly publication: JsonObject;
  readonly package: JsonObject;
  readonly receipt: JsonObject;
}

describe('our own samples against the answers of the reference', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ clock: new FixedClock(new Date('2026-10-01T12:00:00Z')) });
  });
  afterAll(() => app.close());

  it.each(DEMO_PACKAGES)('publishes, serves and locks %s', async (name) => {
    const { expect: expected } = demoExpectation(name);
    const published = await app.publisher().publishPackage(demoRequest(name));
    expect(published).toHaveStatus(201);
    const answer = published.body as PublishAnswer;
    expect(answer.package).toEqual(expected.record);
    expect(answer.publication).toEqual(expected.publication);
    expect(answer.receipt).toEqual(expected.receipt);

    const path = `/packages/${name.replace(/-(\d)/, '/$1')}`;
    const inspected = await app.anonymous().get(path);
    expect(inspected.body).toEqual(expected.record);
    expect((await app.anonymous().get(`${path}/receipt`)).body).toEqual(expected.receipt);
    const lock = await app
      .anonymous()
      .get(`${path}/lock`)
      .set('X-Forwarded-Proto', 'https')
      .set('X-Forwarded-Host', 'registry.example.org');
    expect(lock.body).toEqual(expected.lock);
    for (const member of ['manifest', 'service_definition', 'recommended_lock']) {
      const value = expected.record[member];
      if (value === undefined) throw new Error(`the sample has no ${member}`);
      expect(inspected.text).toContain(`"${member}":${canonicalJson(value)}`);
    }
  });

  it('publishes and serves the template', async () => {
    const { expect: expected } = demoExpectation(DEMO_TEMPLATE);
    const published = await app.publisher().publishTemplate(demoRequest(DEMO_TEMPLATE));
    expect(published).toHaveStatus(201);
    expect((published.body as { template: JsonObject }).template).toEqual(expected.template);
    const inspected = await app.anonymous().get('/templates/city-library-starter/0.1.0');
    expect(inspected.body).toEqual(expected.template);
    const download = await app.anonymous().get('/templates/city-library-starter/0.1.0/download');
    expect(download.body).toEqual(expected.template.package);
  });
});
