import { Client } from 'pg';
import { isReadOnlyError, isSessionEnd } from './pg-errors';

/**
 * A connection of the pool that writes. After a failover an address may still lead to a server that only reads, and
 * such a connection would stay in the pool for as long as it is busy. So one that has refused a write is closed: the
 * request gets its 503, the pool drops what is closed, and the next write asks anew where the primary is. So is one
 * whose session the server has ended: the socket closes somewhat later, and until then the pool would hand it out.
 */
export class WritableClient extends Client {
  constructor(...settings: ConstructorParameters<typeof Client>) {
    super(...settings);
    const run = this.query.bind(this) as (...statement: unknown[]) => unknown;
    const watched = (...statement: unknown[]): unknown => {
      const result = run(...statement);
      if (result instanceof Promise) result.catch((error: unknown) => this.closeAfter(error));
      return result;
    };
    this.query = watched as typeof this.query;
  }

  private closeAfter(error: unknown): void {
    if (isReadOnlyError(error) || isSessionEnd(error)) void this.end().catch(() => undefined);
  }
}
