import { withoutPrinting } from '../config/secrets';
import { stopGracefully } from '../graceful-stop';
import { createLogger } from '../logging/create-logger';
import { serveRegistry } from '../serve-registry';
import { startFault } from '../start-fault';
import { onOrder, report, type Order } from './messages';
import { takePartInScrapes } from './scrape-workers';

/**
 * One of several processes that serve on one socket. It lives as long as the primary process, which has made the
 * database ready, and runs with the settings that it is told.
 */
export async function runWorker(): Promise<void> {
  const stopAsked = awaitStop();
  const { config, secrets, databaseUrl } = await new Promise<Extract<Order, { type: 'serve' }>>((resolve) =>
    onOrder('serve', resolve),
  );
  const logger = createLogger(config.logLevel);
  takePartInScrapes();
  try {
    const registry = await serveRegistry({ config, secrets: withoutPrinting(secrets), databaseUrl, logger });
    logger.info({ address: registry.address }, 'the worker is listening');
    report({ type: 'listening', address: registry.address });
    const { graceMs = config.shutdown.graceMs } = await stopAsked;
    await stopGracefully('the worker', registry, graceMs, logger);
    process.exit(0);
  } catch (error) {
    logger.fatal({ err: error }, `the worker ends: ${startFault(error, config.listen)}`);
    process.exit(1);
  }
}

/**
 * The primary process says when to stop, and so may SIGTERM for this worker alone. A terminal sends SIGINT to the whole
 * group: the primary process has heard it too, and a second sign is no reason to hurry.
 */
function awaitStop(): Promise<{ readonly graceMs?: number }> {
  process.on('SIGINT', () => undefined);
  return new Promise((resolve) => {
    onOrder('stop', resolve);
    process.on('SIGTERM', () => resolve({}));
  });
}
