import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import parsePrometheusTextFormat, { type Family } from 'parse-prometheus-text-format';
import { MIGRATIONS } from '../../../migrations';
import { samplePackage } from '../../support/demo-requests';
import { setLifecycle } from '../../support/publish';
import { sampleTemplate } from '../../support/sample-template';
import { TestApp } from '../../support/test-app';

const REQUESTS = 'anip_registry_http_requests_total';
const DURATIONS = 'anip_registry_http_request_duration_seconds';
const PUBLISHES = 'anip_registry_publish_total';
const API = '/registry-api/v1';

describe('GET /metrics', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.close());

  async function metricsText(): Promise<string> {
    // A request is counted when its connection has taken the whole answer, which is a moment after the client has it.
    await new Promise((resolve) => setTimeout(resolve, 30));
    const answer = await app.anonymous().get('/metrics').expect(200);
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    return answer.text;
  }

  async function families(): Promise<ReadonlyMap<string, Family>> {
    const parsed = parsePrometheusTextFormat(await metricsText());
    return new Map(parsed.map((family) => [family.name, family]));
  }

  /** One series; the series of a histogram, which the parser would merge, are read apart from each other. */
  async function valueOf(name: string, labels: Record<string, string> = {}): Promise<number> {
    const lines = (await metricsText()).split('\n').filter((line) => /^[\w:]+/.exec(line)?.[0] === name);
    const [family] = parsePrometheusTextFormat(`${lines.join('\n')}\n`);
    const sample = family?.metrics.find((one) => JSON.stringify(sorted(one.labels)) === JSON.stringify(sorted(labels)));
    return Number(sample?.value ?? 0);
  }

  it('counts requests once, however many scrape at the same time', async () => {
    for (let request = 0; request < 3; request += 1) await app.anonymous().get('/healthz').expect(200);
    const line = `${REQUESTS}{method="GET",route="${API}/healthz",status="200"} 3`;
    for (const scraped of await Promise.all([metricsText(), metricsText(), metricsText()])) {
      expect(scraped.split('\n')).toContain(line);
    }
  });

  it('has the metrics of the contract by name and type, and those that docs/metrics.md lists, each with a help text', async () => {
    await app.anonymous().get('/readyz').expect(200);
    const all = await families();
    const ours = [...all.values()].filter(({ name }) => name.startsWith('anip_registry_'));
    const types = Object.fromEntries(ours.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({
      [REQUESTS]: 'COUNTER',
      [DURATIONS]: 'HISTOGRAM',
      [PUBLISHES]: 'COUNTER',
      anip_registry_download_total: 'COUNTER',
      anip_registry_readiness_checks_total: 'COUNTER',
      anip_registry_migrations_applied: 'GAUGE',
      anip_registry_migrations_expected: 'GAUGE',
      anip_registry_migrations_applied_count: 'GAUGE',
    });
    for (const { help } of ours) expect(help).not.toBe('');
    const documented = readFileSync(join(__dirname, '../../../docs/metrics.md'), 'utf8').matchAll(
      /^\| `(anip_\w+)` \| (\w+) \|/gm,
    );
    expect(Object.fromEntries(Array.from(documented, ([, name, type = '']) => [name, type.toUpperCase()]))).toEqual(
      types,
    );
  });

  it('counts requests by method, route pattern and status, with the time that they took', async () => {
    await app.publisher().publishPackage(samplePackage()).expect(201);
    await app.anonymous().get('/packages/city-library-lending/1.0.0').expect(200);
    await app.anonymous().get('/packages/city-library-lending/2.0.0').expect(404);
    await app.anonymous().get('/packages/unknown/1').expect(404);
    await app.anonymous().head('/packages/city-library-lending/1.0.0').expect(200);
    const route = `${API}/packages/:packageId/:version`;
    expect(await valueOf(REQUESTS, { method: 'GET', route, status: '200' })).toBe(1);
    expect(await valueOf(REQUESTS, { method: 'GET', route, status: '404' })).toBe(2);
    expect(await valueOf(REQUESTS, { method: 'HEAD', route, status: '200' })).toBe(1);
    expect(await valueOf(REQUESTS, { method: 'POST', route: `${API}/publications`, status: '201' })).toBe(1);
    const notFound = { method: 'GET', route, status: '404' };
    expect(await valueOf(`${DURATIONS}_count`, notFound)).toBe(2);
    expect(await valueOf(`${DURATIONS}_sum`, notFound)).toBeGreaterThan(0);
    expect(await valueOf(`${DURATIONS}_bucket`, { ...notFound, le: '+Inf' })).toBe(2);
  });

  it('puts nothing that a client can choose into a label', async () => {
    for (let n = 0; n < 20; n += 1) {
      await app.anonymous().getPage(`/unknown-${n}/x?y=${n}`).expect(404);
      await app.anonymous().get(`/nothing-${n}`).expect(404);
      await app.anonymous().get(`/packages/id-${n}/1.${n}`).expect(404);
      await app.anonymous().getPage(`/%ff${n}`).expect(400);
      await app.anonymous().getPage(`/registry/packages/id-${n}/1`).expect(404);
    }
    const samples = (await families()).get(REQUESTS)?.metrics ?? [];
    const routes = new Set(samples.map(({ labels }) => labels?.route));
    expect([...routes].filter((route) => /unknown|nothing|id-|%/.test(String(route)))).toEqual([]);
    expect(routes).toContain('unmatched');
    expect(samples.length).toBeLessThanOrEqual(5);
    expect(await valueOf(REQUESTS, { method: 'GET', route: 'unmatched', status: '404' })).toBe(40);
  });

  it('counts publish attempts by kind and status', async () => {
    const publisher = app.publisher();
    await publisher.publishPackage(samplePackage()).expect(201);
    await publisher.publishPackage(samplePackage()).expect(409);
    await publisher.publishPackage(samplePackage({ package_id: 'City_Library_Lending' })).expect(409);
    await publisher.publishPackage(samplePackage({ package_id: 'b', schema_version: 'v0' })).expect(400);
    await publisher.publishPackage('{').expect(400);
    await publisher.publishPackage(samplePackage({ package_id: '' })).expect(400);
    await publisher.publishPackage(' '.repeat(5_242_881)).expect(413);
    await app.anonymous().publishPackage(samplePackage()).expect(401);
    await publisher.publishTemplate(sampleTemplate()).expect(201);
    await app.publisher('wrong').publishTemplate({}).expect(401);
    await publisher.publishTemplate({ ...sampleTemplate('c'), template: {} }).expect(400);

    const samples = (await families()).get(PUBLISHES)?.metrics ?? [];
    expect(
      Object.fromEntries(samples.map(({ labels, value }) => [`${labels?.kind} ${labels?.status}`, value])),
    ).toEqual({
      'package success': '1',
      'package conflict': '2',
      'package invalid': '1',
      'package invalid_request': '3',
      'package unauthorized': '1',
      'template success': '1',
      'template unauthorized': '1',
      'template invalid': '1',
    });
  });

  it('counts a publish that the store failed as an error', async () => {
    await app.sql('ALTER TABLE registry.receipts RENAME TO receipts_away');
    await app.publisher().publishPackage(samplePackage()).expect(503);
    expect(await valueOf(PUBLISHES, { kind: 'package', status: 'error' })).toBe(1);
  });

  it('counts downloads by kind, and only what the counter counts', async () => {
    await app.publisher().publishPackage(samplePackage()).expect(201);
    await app.publisher().publishTemplate(sampleTemplate()).expect(201);
    const path = '/packages/city-library-lending/1.0.0/download';
    await Promise.all(Array.from({ length: 7 }, () => app.anonymous().get(path).expect(200)));
    await app.anonymous().head(path).expect(200);
    await app.anonymous().get('/templates/sample-template/1.0.0/download').expect(200);
    await setLifecycle(app, 'city-library-lending', '1.0.0', 'yanked');
    await app.anonymous().get(path).expect(410);
    expect(await valueOf('anip_registry_download_total', { kind: 'package' })).toBe(7);
    expect(await valueOf('anip_registry_download_total', { kind: 'template' })).toBe(1);
  });

  it('counts readiness checks and shows the state of the migrations', async () => {
    await app.anonymous().get('/readyz').expect(200);
    await app.anonymous().get('/readyz').expect(200);
    await app.sql('DELETE FROM registry.migrations WHERE id = (SELECT max(id) FROM registry.migrations)');
    await app.anonymous().get('/readyz').expect(503);
    expect(await valueOf('anip_registry_readiness_checks_total', { status: 'ok' })).toBe(2);
    expect(await valueOf('anip_registry_readiness_checks_total', { status: 'error' })).toBe(1);
    expect(await valueOf('anip_registry_migrations_applied')).toBe(0);
    expect(await valueOf('anip_registry_migrations_applied_count')).toBe(MIGRATIONS.length - 1);
    expect(await valueOf('anip_registry_migrations_expected')).toBe(MIGRATIONS.length);
  });
});

function sorted(labels: Readonly<Record<string, string>> = {}): [string, string][] {
  return Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1));
}
