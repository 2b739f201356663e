import cluster from 'node:cluster';
import type { AppParts } from '../app.module';
import type { ServingRegistry } from '../serve-registry';
import { Workers } from './workers';

/**
 * Serves with several processes on one socket; resolves when all of them listen. This process answers no request: it
 * hands out the connections, replaces a worker that ends, and adds up the metrics. @throws when a worker cannot start
 */
export async function startWorkers(parts: AppParts): Promise<ServingRegistry> {
  // Binary keys and undefined members arrive as what they are.
  cluster.setupPrimary({ serialization: 'advanced' });
  const workers = new Workers(parts, parts.logger);
  process.once('exit', () => workers.kill());
  const address = await workers.start();
  return {
    address,
    stopPhases: (graceMs) => workers.stopPhases(graceMs),
    whatIsOpen: () => workers.whatIsOpen(),
  };
}
