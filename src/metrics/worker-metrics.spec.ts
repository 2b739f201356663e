import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { WorkerMetrics, type MetricFamilies } from './worker-metrics';

/** The metrics of a process that has counted this much. */
async function metricsOf(counts: Readonly<Record<string, number>>, applied: number): Promise<MetricFamilies> {
  const registry = new Registry();
  const registers = [registry];
  const counter = new Counter({ name: 'requests_total', help: 'h', labelNames: ['route'], registers });
  for (const [route, count] of Object.entries(counts)) counter.inc({ route }, count);
  new Gauge({ name: 'applied', help: 'h', aggregator: 'min', registers }).set(applied);
  new Gauge({ name: 'connections', help: 'h', registers }).set(5);
  const histogram = new Histogram({ name: 'seconds', help: 'h', buckets: [1], registers });
  for (const seconds of Object.values(counts)) histogram.observe(seconds);
  return registry.getMetricsAsJSON();
}

async function samplesOf(metrics: WorkerMetrics): Promise<string[]> {
  return (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('WorkerMetrics', () => {
  it('adds up counters, histograms and gauges, unless a gauge says otherwise', async () => {
    const metrics = new WorkerMetrics();
    metrics.update(1, await metricsOf({ a: 1, b: 2 }, 1));
    metrics.update(2, await metricsOf({ a: 10 }, 0));
    expect(await samplesOf(metrics)).toEqual([
      'requests_total{route="a"} 11',
      'requests_total{route="b"} 2',
      'applied 0',
      'connections 10',
      'seconds_bucket{le="1"} 1',
      'seconds_bucket{le="+Inf"} 3',
      'seconds_sum 13',
      'seconds_count 3',
    ]);
  });

  it('takes the newest of each worker', async () => {
    const metrics = new WorkerMetrics();
    metrics.update(1, await metricsOf({ a: 1 }, 1));
    metrics.update(1, await metricsOf({ a: 4 }, 1));
    expect(await samplesOf(metrics)).toContain('requests_total{route="a"} 4');
  });

  it('keeps what dead workers had counted, and nothing of how they were', async () => {
    const metrics = new WorkerMetrics();
    for (const id of [1, 2, 3]) {
      metrics.update(id, await metricsOf({ a: 1 }, 0));
      metrics.retire(id);
    }
    metrics.update(4, await metricsOf({ a: 1 }, 1));
    metrics.retire(5);
    expect(await samplesOf(metrics)).toEqual([
      'requests_total{route="a"} 4',
      'applied 1',
      'connections 5',
      'seconds_bucket{le="1"} 4',
      'seconds_bucket{le="+Inf"} 4',
      'seconds_sum 4',
      'seconds_count 4',
    ]);
  });
});
