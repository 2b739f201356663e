import type { Worker } from 'node:cluster';
import { WorkerMetrics, type MetricFamilies } from '../metrics/worker-metrics';
import { tell } from './messages';

/** A worker that is busy for longer counts as it was last seen. */
const COLLECT_TIMEOUT_MS = 2_000;

interface Collection {
  readonly missing: Set<number>;
  readonly done: () => void;
}

/** The primary process' part in a scrape: asks every worker, and answers the one that was asked. */
export class Scrapes {
  private readonly metrics = new WorkerMetrics();
  private readonly collections = new Map<number, Collection>();
  private lastId = 0;

  constructor(private readonly workers: () => readonly Worker[]) {}

  async answer(asking: Worker, id: number): Promise<void> {
    await this.collect();
    tell(asking, { type: 'scraped', id, text: await this.metrics.text() });
  }

  collected(worker: Worker, id: number, metrics: MetricFamilies): void {
    this.metrics.update(worker.id, metrics);
    this.strike(worker, this.collections.get(id));
  }

  /** The worker has ended. */
  forget(worker: Worker): void {
    this.metrics.retire(worker.id);
    for (const collection of this.collections.values()) this.strike(worker, collection);
  }

  private async collect(): Promise<void> {
    const asked = this.workers();
    this.lastId += 1;
    const id = this.lastId;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, COLLECT_TIMEOUT_MS);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.collections.set(id, { missing: new Set(asked.map((worker) => worker.id)), done });
      for (const worker of asked) tell(worker, { type: 'collect', id });
    });
    this.collections.delete(id);
  }

  private strike(worker: Worker, collection: Collection | undefined): void {
    if (collection?.missing.delete(worker.id) && collection.missing.size === 0) collection.done();
  }
}
