import { isError } from '../database/is-error';

/** SQLSTATE class XX (internal error, data_corrupted, index_corrupted) and io_error: the disk, not the statement. */
const CORRUPTION_STATES = /^(?:XX...|58030)$/;

/** True when the server could not read its own files: that is a finding, and no reason to stop looking. */
export function isDataCorruption(error: unknown): error is Error {
  return isError(error) && 'code' in error && typeof error.code === 'string' && CORRUPTION_STATES.test(error.code);
}
