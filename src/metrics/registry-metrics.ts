import { Injectable, type Provider } from '@nestjs/common';
import {
  InjectMetric,
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider,
} from '@willsoto/nestjs-prometheus';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { MigrationStatus } from '../database/migration-status';

const HTTP_LABELS = ['method', 'route', 'status'];
/** From a cached key list to a publish of 5 MiB; the alert on latency reads the bucket at 1 s. */
const DURATION_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const NAMES = {
  requests: 'anip_registry_http_requests_total',
  durations: 'anip_registry_http_request_duration_seconds',
  publishes: 'anip_registry_publish_total',
  downloads: 'anip_registry_download_total',
  hygieneWarnings: 'anip_registry_hygiene_warnings_total',
  rateLimited: 'anip_registry_rate_limited_total',
  auditEventsDropped: 'anip_registry_audit_events_dropped_total',
  readiness: 'anip_registry_readiness_checks_total',
  migrationsApplied: 'anip_registry_migrations_applied',
  migrationsExpected: 'anip_registry_migrations_expected',
  migrationsAppliedCount: 'anip_registry_migrations_applied_count',
} as const;

/** The metrics of the contract (packages.md section 6), by the names that dashboards of the reference use. */
export const METRIC_PROVIDERS: readonly Provider[] = [
  makeCounterProvider({
    name: NAMES.requests,
    help: 'HTTP requests by method, route pattern and status',
    labelNames: HTTP_LABELS,
  }),
  makeHistogramProvider({
    name: NAMES.durations,
    help: 'Time to answer by method, route pattern and status',
    labelNames: HTTP_LABELS,
    buckets: DURATION_BUCKETS_S,
  }),
  makeCounterProvider({
    name: NAMES.publishes,
    help: 'Publish attempts by kind and status (success, invalid, invalid_request, unauthorized, conflict, rate_limited, busy, error)',
    labelNames: ['kind', 'status'],
  }),
  makeCounterProvider({ name: NAMES.downloads, help: 'Counted downloads by kind', labelNames: ['kind'] }),
  makeCounterProvider({
    name: NAMES.hygieneWarnings,
    help: 'Hygiene hits that were published (ANIP_REGISTRY_HYGIENE=warn) by kind and rule',
    labelNames: ['kind', 'rule'],
  }),
  makeCounterProvider({
    name: NAMES.rateLimited,
    help: 'Requests refused by a rate limit by policy (publish-token, publish-client, auth-failure)',
    labelNames: ['policy'],
  }),
  makeCounterProvider({
    name: NAMES.auditEventsDropped,
    help: 'Refusals that the audit trail only tells the number of, since too many came at once',
  }),
  makeCounterProvider({ name: NAMES.readiness, help: 'Readiness checks by status', labelNames: ['status'] }),
  // Of several workers (`aggregator`) the one that sees less counts: it answers requests too.
  makeGaugeProvider({
    name: NAMES.migrationsApplied,
    help: '1 when no migration of this build is pending',
    aggregator: 'min',
  }),
  makeGaugeProvider({ name: NAMES.migrationsExpected, help: 'Migrations that this build knows', aggregator: 'min' }),
  makeGaugeProvider({
    name: NAMES.migrationsAppliedCount,
    help: 'Migrations that the database has',
    aggregator: 'min',
  }),
];

@Injectable()
export class RegistryMetrics {
  constructor(
    @InjectMetric(NAMES.requests) requests: Counter,
    @InjectMetric(NAMES.durations) readonly durations: Histogram,
    @InjectMetric(NAMES.publishes) readonly publishes: Counter,
    @InjectMetric(NAMES.downloads) readonly downloads: Counter,
    @InjectMetric(NAMES.hygieneWarnings) readonly hygieneWarnings: Counter,
    @InjectMetric(NAMES.rateLimited) readonly rateLimited: Counter,
    @InjectMetric(NAMES.auditEventsDropped) readonly auditEventsDropped: Counter,
    @InjectMetric(NAMES.readiness) readonly readiness: Counter,
    @InjectMetric(NAMES.migrationsApplied) private readonly migrationsApplied: Gauge,
    @InjectMetric(NAMES.migrationsExpected) private readonly migrationsExpected: Gauge,
    @InjectMetric(NAMES.migrationsAppliedCount) private readonly migrationsAppliedCount: Gauge,
  ) {
    Object.assign(requests, { collect: () => countTimed(requests, durations) });
  }

  setMigrations(status: MigrationStatus): void {
    this.migrationsApplied.set(status.applied ? 1 : 0);
    this.migrationsExpected.set(status.expectedCount);
    this.migrationsAppliedCount.set(status.appliedCount);
  }
}

/** The durations count by the same labels, and to count a request twice costs 1 µs more: so it is done at each scrape. */
async function countTimed(requests: Counter, durations: Histogram): Promise<void> {
  const { values } = await durations.get();
  requests.reset();
  for (const { metricName, labels, value } of values) {
    if (metricName === `${NAMES.durations}_count`) requests.inc(labels, value);
  }
}
