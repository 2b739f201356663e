import { RegistryError } from '../core/errors';
import { storeFault } from '../database/pg-errors';

/** What a client is told of whatever was thrown: our own refusals as they are, of anything else nothing but its kind. */
export function registryErrorOf(thrown: unknown): RegistryError {
  if (thrown instanceof RegistryError) return thrown;
  return (
    storeFault(thrown) ??
    new RegistryError(
      'INTERNAL_ERROR',
      'the Registry failed on this request; its log has the details under the request id',
      {},
      { cause: thrown },
    )
  );
}
