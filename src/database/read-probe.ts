import { isError } from './is-error';
import type { PrimaryState } from './read-history';
import { walPositionFrom } from './read-position';
import type { ReplicaState } from './read-routing';
import { ReadServer } from './read-server';

const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * With `synchronous_commit = off` a commit is acknowledged before it is flushed. Where it is on, the flushed position
 * is the right one: the insert position of an idle primary may lie behind a page header, where no standby ever gets.
 */
const PRIMARY_SQL = `
  SELECT (CASE current_setting('synchronous_commit') WHEN 'off' THEN pg_current_wal_insert_lsn()
          ELSE pg_current_wal_flush_lsn() END)::text AS position,
         ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint::int AS timeline`;

const REPLICA_SQL = `
  SELECT pg_is_in_recovery() AS is_standby, pg_last_wal_replay_lsn()::text AS replayed,
         (SELECT count(*)::int FROM registry.migrations WHERE name = ANY($1::text[])) AS migrations`;

/**
 * The control file follows a new timeline at the next restart point, minutes later; the WAL receiver at once, but it
 * only tells members of `pg_read_all_stats` (deploy/sql/roles.sql).
 */
const IDENTITY_SQL = `
  SELECT (SELECT system_identifier::text FROM pg_control_system()) AS system_id,
         greatest((SELECT timeline_id FROM pg_control_checkpoint()),
                  (SELECT min_recovery_end_timeline FROM pg_control_recovery()),
                  (SELECT received_tli FROM pg_stat_wal_receiver)) AS timeline`;

interface PrimaryRow {
  readonly position: string;
  readonly timeline: number;
}

interface IdentityRow {
  readonly system_id: string;
  readonly timeline: number;
}

/** Asks one server how it is, on a connection of its own: a pool that is busy must not look like a server that is gone. */
export class ReadProbe {
  private readonly server: ReadServer;
  private mayAskIdentity = true;

  constructor(url: string) {
    this.server = new ReadServer({ url, poolSize: 1, applicationName: 'anip-registry-probe' });
  }

  /** Throws also when the server is no primary. */
  async primaryState(): Promise<PrimaryState> {
    const row = await this.firstRow<PrimaryRow>(PRIMARY_SQL);
    const identity = await this.identity();
    return { position: walPositionFrom(row.position), timeline: row.timeline, systemId: identity?.system_id };
  }

  /** As PostgreSQL writes it; of a primary. */
  async position(): Promise<string> {
    return (await this.firstRow<PrimaryRow>(PRIMARY_SQL)).position;
  }

  async replicaState(migrations: readonly string[]): Promise<ReplicaState> {
    const row = await this.firstRow<{ is_standby: boolean; replayed: string | null; migrations: number }>(REPLICA_SQL, [
      migrations,
    ]);
    const identity = await this.identity();
    return {
      isStandby: row.is_standby,
      replayed: row.replayed === null ? undefined : walPositionFrom(row.replayed),
      migrations: row.migrations,
      systemId: identity?.system_id,
      timeline: identity?.timeline,
    };
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** Managed services may close the control file to the role; asked once, they are not asked again. */
  private async identity(): Promise<IdentityRow | undefined> {
    if (!this.mayAskIdentity) return undefined;
    try {
      return await this.firstRow<IdentityRow>(IDENTITY_SQL);
    } catch (error) {
      if (!isError(error) || !('code' in error) || error.code !== INSUFFICIENT_PRIVILEGE) throw error;
      this.mayAskIdentity = false;
      return undefined;
    }
  }

  private async firstRow<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row> {
    const [row] = await this.server.query<Row>(sql, parameters);
    if (row === undefined) throw new Error('the server answered a question about itself with no row');
    return row;
  }
}
