import { ConfigError } from '../config/config-report';
import { type LoadedConfig, loadConfigFromProcess } from '../config/config';
import { usageError } from './cli-error';

/**
 * The configuration of the server, from the same environment. Its warnings are about serving, and the server prints
 * them at every start. @throws CliError that names every fault
 */
export function registryConfig(): LoadedConfig {
  try {
    return loadConfigFromProcess();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw usageError(error.faults.map(({ message }) => message).join('; '));
  }
}
