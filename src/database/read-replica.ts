import type { QueryResultRow } from 'pg';
import { isCancelled, isRetryable, storeFault } from './pg-errors';
import type { Statement } from './prepared-statement';
import type { PrimaryHistory } from './read-history';
import type { WalPosition } from './read-position';
import { ReadProbe } from './read-probe';
import { replicaFault, type ReplicaPlace } from './read-routing';
import { ReadServer } from './read-server';

const UNREACHABLE = 'it cannot be reached';

export interface ReplicaFault {
  readonly text: string;
  readonly cause?: unknown;
}

/** One standby: the pool that reads go to, and what was seen when it was last looked at. */
export class ReadReplica {
  private readonly server: ReadServer;
  private readonly probe: ReadProbe;
  private replayed: WalPosition = 0n;
  private found: ReplicaFault | undefined = { text: 'it has not been looked at yet' };

  /** `number` counts from 1, in the order of the URLs: logs and metrics name it, and never the URL. */
  constructor(
    readonly number: number,
    url: string,
    poolSize: number,
  ) {
    this.server = new ReadServer({ url, poolSize, applicationName: 'anip-registry-reads' });
    this.probe = new ReadProbe(url);
  }

  get fault(): ReplicaFault | undefined {
    return this.found;
  }

  place(history: PrimaryHistory): ReplicaPlace {
    return {
      isSound: this.found === undefined,
      replayed: this.replayed,
      freshAsOfMs: history.freshAsOf(this.replayed),
    };
  }

  query<Row extends QueryResultRow>(sql: Statement, parameters: readonly unknown[]): Promise<readonly Row[]> {
    return this.server.query<Row>(sql, parameters);
  }

  /** Looks whether it may answer, and how far it is. Never throws. */
  async look(history: PrimaryHistory, migrations: readonly string[]): Promise<void> {
    const primary = history.state;
    if (primary === undefined) return;
    try {
      const state = await this.probe.replicaState(migrations);
      const text = replicaFault(state, primary, migrations.length);
      this.replayed = state.replayed ?? 0n;
      this.found = text === undefined ? undefined : { text };
    } catch (cause) {
      this.found = { text: UNREACHABLE, cause };
    }
  }

  /**
   * After a failed read. A conflict with the replay or a statement that took too long is that read's own; a server
   * that is gone is out of rotation until it has been looked at again, so that nobody else waits for it.
   */
  readFailed(cause: unknown): void {
    if (storeFault(cause) !== undefined && !isRetryable(cause) && !isCancelled(cause)) {
      this.found = { text: UNREACHABLE, cause };
    }
  }

  /** Out of rotation until the next look: what was found holds no more. */
  forget(text: string): void {
    this.found = { text };
  }

  async close(): Promise<void> {
    await Promise.all([this.server.close(), this.probe.close()]);
  }
}
