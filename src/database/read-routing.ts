import type { PrimaryState } from './read-history';
import type { WalPosition } from './read-position';

/** What a replica said of itself. */
export interface ReplicaState {
  readonly isStandby: boolean;
  /** Undefined on a server that has replayed nothing. */
  readonly replayed: WalPosition | undefined;
  /** Undefined where the role may not ask. */
  readonly systemId: string | undefined;
  readonly timeline: number | undefined;
  /** Of the migrations that this build knows. */
  readonly migrations: number;
}

/** Why a replica answers nothing, whatever is asked; in words for the log. Undefined: it may answer. */
export function replicaFault(
  replica: ReplicaState,
  primary: PrimaryState,
  expectedMigrations: number,
): string | undefined {
  if (!replica.isStandby) return 'it is no standby: it was promoted, or the URL names a primary';
  if (differ(replica.systemId, primary.systemId)) return 'it is a standby of another cluster';
  // After a failover it may have replayed what the new primary never had.
  if (differ(replica.timeline, primary.timeline)) {
    return `it follows timeline ${replica.timeline}, the primary is on ${primary.timeline}`;
  }
  if (replica.replayed === undefined) return 'it has replayed nothing yet';
  const missing = expectedMigrations - replica.migrations;
  return missing === 0 ? undefined : `${missing} of the migrations of this build have not been replayed`;
}

/** Where a replica is, as far as is known. */
export interface ReplicaPlace {
  /** In rotation: reachable and without a fault. */
  readonly isSound: boolean;
  readonly replayed: WalPosition;
  /** Everything acknowledged before this time is shown; undefined: not known, or too long ago. */
  readonly freshAsOfMs: number | undefined;
}

export interface ReadNeeds {
  readonly nowMs: number;
  readonly maxLagMs: number;
  /** What the reader has written must be shown. */
  readonly position: WalPosition;
}

/** Why none of the replicas may answer: none is sound and fresh, or those that are have not come far enough. */
export type NoReplica = 'no_replica' | 'behind';

/** True when what it shows is not older than the limit: the bound on how long a takedown can go unseen. */
export function isFresh(
  { isSound, freshAsOfMs }: ReplicaPlace,
  { nowMs, maxLagMs }: Omit<ReadNeeds, 'position'>,
): boolean {
  return isSound && freshAsOfMs !== undefined && nowMs - freshAsOfMs <= maxLagMs;
}

/** The index of the replica whose turn it is among those that may answer. */
export function chooseReplica(replicas: readonly ReplicaPlace[], needs: ReadNeeds, turn: number): number | NoReplica {
  const fresh = [...replicas.keys()].filter((index) => {
    const replica = replicas[index];
    return replica !== undefined && isFresh(replica, needs);
  });
  if (fresh.length === 0) return 'no_replica';
  const able = fresh.filter((index) => (replicas[index]?.replayed ?? 0n) >= needs.position);
  return able[turn % able.length] ?? 'behind';
}

function differ<T>(one: T | undefined, other: T | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}
