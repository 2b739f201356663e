import { RegistryError } from '../core/errors';
import { failure } from './cli-error';

/** Runs a rule of the core; what it refuses becomes the fault of the command, with `subject` before the rule's words. */
export function checked<T>(subject: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw failure(`${subject}: ${error.code}: ${error.message}`, error);
  }
}
