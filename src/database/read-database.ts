import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { runStatement, type Statement } from './prepared-statement';
import type { ReadReplica } from './read-replica';
import type { ReadReplicas } from './read-replicas';
import { currentReadRequest } from './read-request';
import type { NoReplica } from './read-routing';

/** Why the primary answered although there are replicas. */
export type PrimaryReason = NoReplica | 'missing' | 'failed';

export interface ReadObserver {
  replicaAnswered(number: number): void;
  primaryAsked(reason: PrimaryReason): void;
  /** A read on a replica failed, and the primary answers instead. */
  readFailed(number: number, cause: unknown): void;
}

/**
 * Where everything is read that may be as old as the maximum lag of a replica: documents, lists, keys, pages. What
 * decides (gates, changes, "does it exist") is read from the DataSource, which is the primary. Without replicas the
 * two are the same, and nothing is asked twice.
 */
export class ReadDatabase implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly primary: DataSource,
    private readonly replicas: ReadReplicas | undefined,
    private readonly observer: ReadObserver,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.replicas?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.replicas?.close();
  }

  /** For lists, which may be empty. What this process or this client has written is in them. */
  query<Rows extends readonly unknown[]>(sql: Statement, parameters: readonly unknown[] = []): Promise<Rows> {
    return this.read<Rows>(sql, parameters, 0);
  }

  /**
   * For what is named by the reader. With fewer rows than `expected` from a replica, the primary is asked before
   * anything is called missing: what was published is found at once, by everybody.
   */
  lookUp<Rows extends readonly unknown[]>(sql: Statement, parameters: readonly unknown[], expected = 1): Promise<Rows> {
    return this.read<Rows>(sql, parameters, expected);
  }

  /** To be awaited between a commit and its acknowledgement. Never throws: the commit stands. */
  async noteWrite(): Promise<void> {
    const position = await this.replicas?.noteWrite();
    if (position !== undefined) currentReadRequest()?.announce(position);
  }

  private async read<Rows extends readonly unknown[]>(
    sql: Statement,
    parameters: readonly unknown[],
    expected: number,
  ): Promise<Rows> {
    if (this.replicas !== undefined) {
      const rows = await this.readFromReplica(this.replicas, sql, parameters, expected);
      if (typeof rows !== 'string') return rows as unknown as Rows;
      this.observer.primaryAsked(rows);
    }
    return runStatement<Rows>(this.primary, sql, parameters);
  }

  private async readFromReplica(
    replicas: ReadReplicas,
    sql: Statement,
    parameters: readonly unknown[],
    expected: number,
  ): Promise<readonly QueryResultRow[] | PrimaryReason> {
    const replica = this.choose(replicas);
    if (typeof replica === 'string') return replica;
    try {
      const rows = await replica.query(sql, parameters);
      if (rows.length < expected) return 'missing';
      this.observer.replicaAnswered(replica.number);
      return rows;
    } catch (error) {
      // Reading is repeatable, so whatever went wrong, the primary has the last word.
      replica.readFailed(error);
      this.observer.readFailed(replica.number, error);
      return 'failed';
    }
  }

  private choose(replicas: ReadReplicas): ReadReplica | NoReplica {
    const position = currentReadRequest()?.position ?? 0n;
    return position === 'unreadable' ? 'behind' : replicas.choose(position);
  }
}
