import type { PinoLogger } from 'nestjs-pino';

const REPORT_INTERVAL_MS = 60_000;

/** Counts the connections that were closed because there are too many, and says so at most once a minute. */
export function reportRefusedConnections(logger: PinoLogger, maxConnections: number): () => void {
  let refused = 0;
  let reportedAt = -Infinity;
  return () => {
    refused += 1;
    const now = performance.now();
    if (now - reportedAt < REPORT_INTERVAL_MS) return;
    logger.warn(
      { refused, max_connections: maxConnections },
      'connections are refused: there are as many as ANIP_REGISTRY_MAX_CONNECTIONS allows',
    );
    reportedAt = now;
    refused = 0;
  };
}
