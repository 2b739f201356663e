import { Global, Module } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { API_PREFIX } from '../http/request-target';
import { MetricsController } from './metrics.controller';
import { PoolMetrics } from './pool-metrics';
import { METRIC_PROVIDERS, RegistryMetrics } from './registry-metrics';
import { REPLICA_METRIC_PROVIDERS, ReplicaMetrics } from './replica-metrics';
import { RequestObserver } from './request-observer';

/** `GET /registry-api/v1/metrics` in the Prometheus text format, and the metrics for every module to count with. */
@Global()
@Module({
  imports: [PrometheusModule.register({ path: `${API_PREFIX}/metrics`, controller: MetricsController })],
  providers: [
    ...METRIC_PROVIDERS,
    ...REPLICA_METRIC_PROVIDERS,
    PoolMetrics,
    RegistryMetrics,
    ReplicaMetrics,
    RequestObserver,
  ],
  exports: [RegistryMetrics, ReplicaMetrics, RequestObserver],
})
export class MetricsModule {}
