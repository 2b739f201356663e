import type { Worker } from 'node:cluster';
import type { RegistryConfig } from '../config/config';
import type { RegistrySecrets } from '../config/secrets';
import type { MetricFamilies } from '../metrics/worker-metrics';

/** What the primary process tells a worker. Settings and secrets travel once, so that all workers have the same. */
export type Order =
  | {
      readonly type: 'serve';
      readonly config: RegistryConfig;
      readonly secrets: RegistrySecrets;
      readonly databaseUrl: string;
    }
  | { readonly type: 'stop'; readonly graceMs: number }
  /** Asks for the worker's own metrics. */
  | { readonly type: 'collect'; readonly id: number }
  /** Answers a worker's scrape. */
  | { readonly type: 'scraped'; readonly id: number; readonly text: string };

/** What a worker tells the primary process. */
export type Report =
  | { readonly type: 'listening'; readonly address: string }
  | { readonly type: 'collected'; readonly id: number; readonly metrics: MetricFamilies }
  /** A worker was asked for `/metrics` and wants those of all. */
  | { readonly type: 'scrape'; readonly id: number };

/** A worker that is gone hears nothing, and its end is reported on its own. */
export function tell(worker: Worker, order: Order): void {
  if (worker.isConnected()) worker.send(order, () => undefined);
}

/** Nothing when the primary process has gone: this one ends with it. */
export function report(message: Report): void {
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}

/** Runs `handle` for every order of one type. */
export function onOrder<Type extends Order['type']>(
  type: Type,
  handle: (order: Extract<Order, { type: Type }>) => void,
): void {
  process.on('message', (message) => {
    const order = message as Order;
    if (order.type === type) handle(order as Extract<Order, { type: Type }>);
  });
}
