import { ETAG, json, NOT_MODIFIED } from './answers';
import { STORE_ERRORS } from './error-groups';
import type { Operation } from './operation';

/** The routes about the service itself. */
export const SERVICE_OPERATIONS = {
  keys: {
    id: 'listKeys',
    tag: 'Keys',
    summary: 'List the public keys',
    description: 'Whoever decides to trust a key compares its fingerprint over another channel first.',
    answers: { 200: json('Keys', 'The active key first.') },
    errors: STORE_ERRORS,
  },
  healthz: {
    id: 'getHealth',
    tag: 'Service',
    summary: 'Liveness',
    description: 'Touches nothing: the process answers.',
    answers: { 200: json('Health', 'The process is up.') },
  },
  readyz: {
    id: 'getReadiness',
    tag: 'Service',
    summary: 'Readiness',
    answers: {
      200: json('Readiness', 'Send requests here.'),
      503: json('Readiness', 'Send them elsewhere: the store is away or behind, or the process is stopping.'),
    },
  },
  metrics: {
    id: 'getMetrics',
    tag: 'Service',
    summary: 'Metrics',
    description: 'Counters, histograms and gauges in the Prometheus text format 0.0.4.',
    answers: {
      200: { description: 'The metrics.', content: { type: 'text/plain', schema: { type: 'string' } } },
    },
  },
  description: {
    id: 'getApiDescription',
    tag: 'Service',
    summary: 'This description',
    answers: { 200: json('OpenApiDocument', 'OpenAPI 3.1.', ETAG), 304: NOT_MODIFIED },
  },
} as const satisfies Readonly<Record<string, Operation>>;
