import { onConnection } from '../../support/database-roles';
import { samplePackage } from '../../support/demo-requests';
import { sampleTemplate } from '../../support/sample-template';
import { TestApp } from '../../support/test-app';
import { until } from '../../support/until';

interface Answered {
  readonly status: number;
  readonly body: { readonly code?: string };
}

/** How often each outcome came, such as `201` or `409 VERSION_EXISTS`. */
function outcomes(answers: readonly Answered[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const outcome = body.code === undefined ? String(status) : `${status} ${body.code}`;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

interface StoredContent {
  readonly digest: string;
  readonly content: Buffer;
}

/** Rows that a publish of `waits` makes itself, each as another transaction could be about to commit it. */
const ROWS_OF_A_PUBLISH: Readonly<Record<string, (display?: StoredContent) => [string, unknown[]]>> = {
  blobs: (display) => [
    'INSERT INTO registry.blobs (digest, content) VALUES ($1, $2)',
    [display?.digest, display?.content],
  ],
  package_lifecycle: () => [
    `INSERT INTO registry.package_lifecycle (package_id, package_version) VALUES ('waits', '1.0.0')`,
    [],
  ],
  artifact_search: () => [
    `INSERT INTO registry.artifact_search (artifact_kind, artifact_id, version, document)
     VALUES ('package', 'waits', '1.0.0', '')`,
    [],
  ],
};
const LOCK_WAITS = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

/**
 * All answers come out of one insert: without the unique key `package_versions_pkey` two could be 201; without its
 * mapping in publish-package.service.ts the losers would be 500.
 */
describe('publishes at the same time', () => {
  let app: TestApp;
  /** A second replica on the same database. */
  let other: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    other = await TestApp.start({ database: app.database });
  });
  beforeEach(() => app.empty());
  afterAll(async () => {
    await other.close();
    await app.close();
  });

  it.each([2, 8])('%i of one version: one is published, every other one exists already', async (publishes) => {
    for (let round = 0; round < 5; round += 1) {
      const version = `1.0.${round}`;
      const answers = await Promise.all(
        Array.from({ length: publishes }, (_, index) =>
          (index % 2 === 0 ? app : other)
            .publisher()
            .publishPackage(samplePackage({ package_version: version, readme: `attempt ${index}` })),
        ),
      );
      expect(outcomes(answers)).toEqual({ '201': 1, '409 VERSION_EXISTS': publishes - 1 });
      const winner = answers.find(({ status }) => status === 201);
      const stored = await app.anonymous().get(`/packages/city-library-lending/${version}`);
      expect(stored.body).toEqual((winner?.body as { package: unknown }).package);
    }
    expect(await app.rowCounts()).toMatchObject({ artifacts: 1, package_versions: 5, receipts: 5, artifact_search: 5 });
  });

  it('of look-alike ids: one gets the name, every other one is told that it is taken', async () => {
    const ids = ['race-one', 'Race-One', 'race_one', 'RACE.ONE', 'race.one', 'race-One'];
    const answers = await Promise.all(
      ids.map((id, index) =>
        (index % 2 === 0 ? app : other).publisher().publishPackage(samplePackage({ package_id: id })),
      ),
    );
    expect(outcomes(answers)).toEqual({ '201': 1, '409 ARTIFACT_ID_TAKEN': ids.length - 1 });
    expect(await app.rowCounts()).toMatchObject({ artifacts: 1, package_versions: 1, receipts: 1 });
  });

  it('of twenty versions of one package, and of twenty packages with the same documents, all succeed', async () => {
    const requests = Array.from({ length: 20 }, (_, index) => [
      samplePackage({ package_version: `2.0.${index}` }),
      samplePackage({ package_id: `same-content-${index}` }),
    ]).flat();
    const answers = await Promise.all(requests.map((request) => app.publisher().publishPackage(request)));
    expect(outcomes(answers)).toEqual({ '201': requests.length });
    expect(await app.rowCounts()).toMatchObject({ artifacts: 21, package_versions: 40 });
  });

  // Else all publishes would wait for one, and two that share content could wait for each other.
  it.each(Object.entries(ROWS_OF_A_PUBLISH))(
    'that wait for a row of %s hold nothing that other publishes need',
    async (_table, rowOf) => {
      await app.publisher().publishPackage(samplePackage()).expect(201);
      const [display] = await app.sql<StoredContent>(
        'SELECT digest, content FROM registry.blobs JOIN registry.package_versions ON display_digest = digest',
      );
      await app.empty();
      await onConnection(app.database.url, async (client) => {
        await client.query('BEGIN');
        await client.query(...rowOf(display));
        const waiting = Promise.resolve(app.publisher().publishPackage(samplePackage({ package_id: 'waits' })));
        await until(async () => (await app.sql(LOCK_WAITS)).length === 1, 'the wait');
        await app.publisher().publishTemplate(sampleTemplate('passes')).expect(201);
        await client.query('ROLLBACK');
        expect(await waiting).toHaveStatus(201);
      });
    },
  );

  it('of one template version: one is published, every other one exists already', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 === 0 ? app : other).publisher().publishTemplate(sampleTemplate('race-template')),
      ),
    );
    expect(outcomes(answers)).toEqual({ '201': 1, '409 VERSION_EXISTS': 7 });
    expect(await app.rowCounts()).toMatchObject({ artifacts: 1, template_versions: 1, template_version_stats: 1 });
  });

  it('of look-alike template ids: one gets the name', async () => {
    const ids = ['race-template', 'Race_Template', 'race.template', 'RACE-TEMPLATE'];
    const answers = await Promise.all(ids.map((id) => app.publisher().publishTemplate(sampleTemplate(id))));
    expect(outcomes(answers)).toEqual({ '201': 1, '409 ARTIFACT_ID_TAKEN': ids.length - 1 });
  });

  it('of a package and a template with one id are no rivals', async () => {
    const answers = await Promise.all([
      app.publisher().publishPackage(samplePackage({ package_id: 'same-name' })),
      app.publisher().publishTemplate(sampleTemplate('same-name')),
    ]);
    expect(outcomes(answers)).toEqual({ '201': 2 });
  });
});
