import cluster from 'node:cluster';
import { ConfigError } from './config/config-report';
import { type LoadedConfig, loadConfigFromProcess } from './config/config';
import { createLogger } from './logging/create-logger';
import { type RunningRegistry, startRegistry } from './registry-process';
import { startFault } from './start-fault';

/**
 * Starts the Registry as the environment says, and ends the process when it is told to stop or cannot start. A worker
 * is the same program once more; to whoever started it there is nothing to say, so it answers undefined.
 */
export async function main(load: () => LoadedConfig = loadConfigFromProcess): Promise<RunningRegistry | undefined> {
  if (cluster.isWorker) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- not at the start
    const { runWorker } = require('./cluster/worker') as typeof import('./cluster/worker');
    await runWorker();
    return undefined;
  }
  const loaded = loadOrExit(load);
  const logger = createLogger(loaded.config.logLevel);
  try {
    const registry = await startRegistry(loaded, logger);
    if (registry !== undefined)
      stopOnSignals(registry, (error) => logger.fatal({ err: error }, 'the Registry did not stop cleanly'));
    return registry;
  } catch (error) {
    logger.fatal({ err: error }, `the Registry could not start: ${startFault(error, loaded.config.listen)}`);
    process.exit(1);
  }
}

function loadOrExit(load: () => LoadedConfig): LoadedConfig {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function stopOnSignals(registry: RunningRegistry, onFault: (error: unknown) => void): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // Whoever asks a second time does not want to wait.
      if (isStopping) process.exit(1);
      isStopping = true;
      registry.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          onFault(error);
          process.exit(1);
        },
      );
    });
  }
}

if (require.main === module) void main();
