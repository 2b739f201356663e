import type { Request } from 'express';
import { register } from 'prom-client';
import { MAX_WAITING_BYTES, PublishSlots } from '../../../src/publishing/publish-slots';
import { ChildRegistry } from '../../support/child-registry';
import { samplePackage } from '../../support/demo-requests';
import { alerts, dashboardQueries } from '../../support/deploy/observability';
import { finds, readQuery, readSeries, TARGET_LABELS, type Series } from '../../support/deploy/promql';
import { sampleTemplate } from '../../support/sample-template';
import { TestApp } from '../../support/test-app';

/** Has samples only where there are read replicas of the database; its labels are known without. */
const WITHOUT_SAMPLES = 'anip_registry_replica_';
const QUERIES = [
  ...alerts().map(({ alert, expr, annotations }) => ({
    name: alert,
    expr,
    text: Object.values(annotations).join(' '),
  })),
  ...dashboardQueries().map(({ panel, expr, legend }) => ({ name: `panel ${panel}`, expr, text: legend })),
];

jest.setTimeout(60_000);

/** A query of a metric, a label or a label's value that is not there answers nothing, and so never alerts anybody. */
describe('the alerts and the dashboard', () => {
  let app: TestApp;
  let series: readonly Series[];

  beforeAll(async () => {
    app = await TestApp.start();
    const ofProcess = await seriesOfProcess(app.database.url);
    await everyOutcome(app);
    const { text } = await app.anonymous().get('/metrics').expect(200);
    // `up` is of Prometheus itself.
    series = [...readSeries(text), ...ofProcess, { name: 'up', labels: {} }];
  });
  afterAll(() => app.close());

  /** The labels of a metric: those of its series, or of its definition where it has none. */
  function labelsOf(metric: string): readonly string[] {
    const found = series.filter(({ name }) => name === metric);
    if (found.length > 0) return [...new Set(found.flatMap(({ labels }) => Object.keys(labels)))];
    const definition = register.getSingleMetric(metric) as { labelNames: readonly string[] } | undefined;
    if (definition === undefined) throw new Error(`there is no metric ${metric}`);
    return definition.labelNames;
  }

  it.each(QUERIES)('$name: selects series that are there, by labels that they have', ({ expr, text }) => {
    const { selectors, groupedBy } = readQuery(expr);
    expect(selectors.length).toBeGreaterThan(0);
    for (const selector of selectors) {
      const labels = [...labelsOf(selector.metric), ...TARGET_LABELS];
      const named = [...selector.matchers.map(({ label }) => label), ...groupedBy];
      expect([selector.metric, named.filter((label) => !labels.includes(label))]).toEqual([selector.metric, []]);
      const found = series.filter((one) => finds(selector, one));
      if (!selector.metric.startsWith(WITHOUT_SAMPLES)) expect([selector, found.length]).not.toEqual([selector, 0]);
    }
    // What a text names must have survived the grouping.
    const known = groupedBy.length > 0 ? groupedBy : [...labelsOf(selectors[0]!.metric), ...TARGET_LABELS];
    const shown = [...text.matchAll(/\{\{ ?(?:\$labels\.)?(\w+) ?\}\}/g)].map(([, label]) => label!);
    expect(shown.filter((label) => !known.includes(label))).toEqual([]);
  });

  it.each([
    ['a metric', 'rate(anip_registry_publish_totals[5m])'],
    ['a label', 'anip_registry_publish_total{state="error"}'],
    ['a value', 'anip_registry_publish_total{status="unauthorised"}'],
  ])('would find a misspelt name of %s', (_, expr) => {
    const [selector] = readQuery(expr).selectors;
    expect(series.filter((one) => finds(selector!, one))).toEqual([]);
    expect(
      series.filter((one) => finds({ ...selector!, matchers: [], metric: 'anip_registry_publish_total' }, one)),
    ).not.toEqual([]);
  });
});

/** A process of its own has metrics of Node.js besides, which the tests' applications in one process cannot share. */
async function seriesOfProcess(databaseUrl: string): Promise<Series[]> {
  const child = ChildRegistry.start('src/main.ts', {
    ANIP_REGISTRY_ADDR: '127.0.0.1:0',
    ANIP_REGISTRY_DATABASE_URL: databaseUrl,
  });
  const answer = await fetch(`${await child.address()}/registry-api/v1/metrics`);
  const series = readSeries(await answer.text());
  await child.stop();
  return series;
}

/** Requests with every outcome that an alert or a panel asks for. */
async function everyOutcome(app: TestApp): Promise<void> {
  const publisher = app.publisher();
  await publisher.publishPackage(samplePackage()).expect(201);
  await publisher.publishPackage(samplePackage()).expect(409);
  await publisher.publishPackage(samplePackage({ package_id: 'b', schema_version: 'v0' })).expect(400);
  await publisher.publishPackage('{').expect(400);
  await app.anonymous().publishPackage(samplePackage()).expect(401);
  await publisher.publishTemplate(sampleTemplate()).expect(201);
  await whileBusy(app.app.get(PublishSlots), () => publisher.publishPackage(samplePackage()).expect(503));
  await app.anonymous().get('/packages/city-library-lending/1.0.0/download').expect(200);
  await app.anonymous().get('/readyz').expect(200);
  await app.sql('ALTER TABLE registry.receipts RENAME TO receipts_away');
  await publisher.publishPackage(samplePackage({ package_id: 'c' })).expect(503);
  await app.sql('DELETE FROM registry.migrations WHERE id = (SELECT max(id) FROM registry.migrations)');
  await app.anonymous().get('/readyz').expect(503);
}

/** All slots are taken meanwhile, and all room to wait. */
async function whileBusy(slots: PublishSlots, work: () => PromiseLike<unknown>): Promise<void> {
  const requests: Request[] = [];
  while (slots.waiting === 0) {
    const request = {} as Request;
    requests.push(request);
    void slots.enter({ request, bytes: { length: MAX_WAITING_BYTES } as Buffer });
  }
  await work();
  for (const request of requests) {
    slots.leave(request);
    await new Promise(setImmediate);
  }
}
