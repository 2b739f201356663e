import type { Response } from 'supertest';
import { samplePackage } from '../../support/demo-requests';
import { publishPackage } from '../../support/publish';
import { TestApp } from '../../support/test-app';

/** The pool has ten connections; whoever took a second one while holding one would stop for good here. */
describe('more requests at once than there are connections', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    for (const id of ['one', 'two', 'three']) await publishPackage(app, id);
  });
  afterAll(() => app.close());

  it('answers 500 lists at once', async () => {
    const answers = await Promise.all(Array.from({ length: 500 }, () => app.anonymous().get('/publications')));
    for (const answer of answers) {
      expect(answer).toHaveStatus(200);
      expect((answer.body as { items: unknown[] }).items).toHaveLength(3);
    }
  }, 30_000);

  it('answers every kind of request at once', async () => {
    const client = app.anonymous();
    const paths = ['/one/1.0.0', '/two/1.0.0/download', '/three/1.0.0/lock', '/one/1.0.0/receipt', '/two'];
    const requests: PromiseLike<Response>[] = Array.from({ length: 40 }, (_, index) => [
      ...paths.map((path) => client.get(`/packages${path}`)),
      client.get('/publications?limit=2'),
      client.get('/templates'),
      client.get('/readyz'),
      client.get('/keys'),
      client.head('/publications'),
      ...(index % 4 === 0
        ? [app.publisher().publishPackage(samplePackage({ package_id: 'busy', package_version: `1.0.${index}` }))]
        : []),
    ]).flat();
    const answers = await Promise.all(requests);
    expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
    expect((await client.get('/packages/two/1.0.0')).body).toMatchObject({ download_count: 40 });
  }, 30_000);

  it('survives clients that hang up in the middle of a list', async () => {
    const aborted = Array.from({ length: 50 }, async (_, index) => {
      const test = app.anonymous().get('/publications');
      setTimeout(() => void test.abort(), index % 10);
      await test.then(
        () => undefined,
        () => undefined,
      );
    });
    await Promise.all(aborted);
    await app.anonymous().get('/readyz').expect(200);
    const answers = await Promise.all(Array.from({ length: 30 }, () => app.anonymous().get('/publications')));
    for (const answer of answers) expect(answer).toHaveStatus(200);
  });
});
