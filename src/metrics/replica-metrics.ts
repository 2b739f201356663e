import { Injectable, type Provider } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import { Counter, Gauge } from 'prom-client';
import type { ReadObserver } from '../database/read-database';

const NAMES = {
  inRotation: 'anip_registry_replica_in_rotation',
  lag: 'anip_registry_replica_lag_seconds',
  reads: 'anip_registry_replica_reads_total',
  fallbacks: 'anip_registry_replica_fallbacks_total',
} as const;

/** Read replicas by number, from 1 in the order of their URLs; without replicas none of these has a sample. */
export const REPLICA_METRIC_PROVIDERS: readonly Provider[] = [
  makeGaugeProvider({
    name: NAMES.inRotation,
    help: '1 when this read replica answers reads',
    labelNames: ['replica'],
    // Of several processes, the one that does without it tells.
    aggregator: 'min',
  }),
  makeGaugeProvider({
    name: NAMES.lag,
    help: 'Age of the state that this read replica shows for certain; absent when it is beyond the maximum',
    labelNames: ['replica'],
    aggregator: 'max',
  }),
  makeCounterProvider({ name: NAMES.reads, help: 'Reads that this read replica answered', labelNames: ['replica'] }),
  makeCounterProvider({
    name: NAMES.fallbacks,
    help: 'Reads that the primary answered although there are read replicas, by reason (no_replica, behind, missing, failed)',
    labelNames: ['reason'],
  }),
];

@Injectable()
export class ReplicaMetrics implements Omit<ReadObserver, 'readFailed'> {
  constructor(
    @InjectMetric(NAMES.inRotation) private readonly inRotation: Gauge,
    @InjectMetric(NAMES.lag) private readonly lag: Gauge,
    @InjectMetric(NAMES.reads) private readonly reads: Counter,
    @InjectMetric(NAMES.fallbacks) private readonly fallbacks: Counter,
  ) {}

  /** After each look; `lagMs` is undefined when it is beyond the maximum. */
  replica(number: number, isInRotation: boolean, lagMs: number | undefined): void {
    const labels = { replica: String(number) };
    this.inRotation.set(labels, isInRotation ? 1 : 0);
    if (lagMs === undefined) this.lag.remove(labels);
    else this.lag.set(labels, lagMs / 1000);
  }

  replicaAnswered(number: number): void {
    this.reads.inc({ replica: String(number) });
  }

  primaryAsked(reason: string): void {
    this.fallbacks.inc({ reason });
  }
}
