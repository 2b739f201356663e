import { isError } from '../is-error';

/** Why the embedded PostgreSQL cannot run here; the message is for the person at the terminal. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** What to do when a directory will not serve; ends every such message. */
export const OTHER_DIRECTORY_HINT =
  'Name another directory in ANIP_REGISTRY_DATA_DIR, or set ANIP_REGISTRY_DATABASE_URL to use a PostgreSQL server';

/** The system's own words for an error of the file system, without the stack. */
export function reasonOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}

export function systemCodeOf(error: unknown): unknown {
  return isError(error) && 'code' in error ? error.code : undefined;
}
