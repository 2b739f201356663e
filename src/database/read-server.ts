import { Pool, type QueryResultRow } from 'pg';
import { connectionUrl } from './connection-url';
import { connectionLimits } from './data-source';
import type { Statement } from './prepared-statement';

/** A replica that is slower than this helps nobody: the primary is still to be asked while the client waits. */
const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const LOCK_TIMEOUT_MS = 2_000;

export interface ReadServerSettings {
  readonly url: string;
  readonly poolSize: number;
  /** What `pg_stat_activity` shows. */
  readonly applicationName: string;
}

/** A server that is only read from, and may be away at any time: connections are made when they are needed. */
export class ReadServer {
  private readonly pool: Pool;

  constructor({ url, poolSize, applicationName }: ReadServerSettings) {
    this.pool = new Pool({
      connectionString: connectionUrl(url),
      max: poolSize,
      application_name: applicationName,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      ...connectionLimits({
        poolSize,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        lockTimeoutMs: LOCK_TIMEOUT_MS,
      }),
    });
    // An idle connection that is lost has left the pool already.
    this.pool.on('error', () => undefined);
  }

  async query<Row extends QueryResultRow>(
    statement: Statement,
    parameters: readonly unknown[] = [],
  ): Promise<readonly Row[]> {
    const config = typeof statement === 'string' ? { text: statement } : statement;
    return (await this.pool.query<Row>({ ...config, values: [...parameters] })).rows;
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
