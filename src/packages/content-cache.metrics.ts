import { Injectable, type Provider } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import { Counter, Gauge } from 'prom-client';
import { ContentCache } from './content-cache';

const NAMES = {
  bytes: 'anip_registry_content_cache_bytes',
  requests: 'anip_registry_content_cache_requests_total',
} as const;

export const CONTENT_CACHE_METRIC_PROVIDERS: readonly Provider[] = [
  makeGaugeProvider({ name: NAMES.bytes, help: 'Size of the published content that is kept in memory' }),
  makeCounterProvider({
    name: NAMES.requests,
    help: 'Look-ups of published content by result (hit, miss)',
    labelNames: ['result'],
  }),
];

/** The cache counts by itself and is read at each scrape: an increment by label is dear beside a look-up. */
@Injectable()
export class ContentCacheMetrics {
  constructor(
    @InjectMetric(NAMES.bytes) bytes: Gauge,
    @InjectMetric(NAMES.requests) requests: Counter,
    cache: ContentCache,
  ) {
    Object.assign(bytes, { collect: () => bytes.set(cache.sizeBytes) });
    Object.assign(requests, {
      collect: () => {
        requests.reset();
        requests.inc({ result: 'hit' }, cache.hits);
        requests.inc({ result: 'miss' }, cache.misses);
      },
    });
  }
}
