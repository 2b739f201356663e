import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue } from 'prom-client';

/** The metrics of one process, as `Registry.getMetricsAsJSON` gives them. */
export type MetricFamilies = readonly MetricObjectWithValues<MetricValue<string>>[];

/**
 * The metrics of all workers as one. Each metric says itself how its values become one (`aggregator`; a sum unless it
 * says otherwise). What a dead worker had counted stays in the sums, as it was last seen: a counter that falls reads as
 * a restart of the whole process, and rates would count everything of the other workers once more.
 */
export class WorkerMetrics {
  private readonly living = new Map<number, MetricFamilies>();
  private dead: Promise<MetricFamilies> = Promise.resolve([]);

  update(workerId: number, metrics: MetricFamilies): void {
    this.living.set(workerId, metrics);
  }

  retire(workerId: number): void {
    const counted = (this.living.get(workerId) ?? []).filter(
      // Prom-client's type says number, its JSON has the word.
      ({ type }) => ['counter', 'histogram'].includes(String(type)),
    );
    this.living.delete(workerId);
    this.dead = this.dead.then((before) => AggregatorRegistry.aggregate([before, counted]).getMetricsAsJSON());
  }

  /** In the Prometheus text format. */
  async text(): Promise<string> {
    return AggregatorRegistry.aggregate([...this.living.values(), await this.dead]).metrics();
  }
}
