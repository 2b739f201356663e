import type { WalPosition } from './read-position';

/** What the primary said of itself. */
export interface PrimaryState {
  /** Every commit that was acknowledged before the question lies before this. */
  readonly position: WalPosition;
  /** Advances with every promotion. */
  readonly timeline: number;
  /** Of the cluster, the same on all its standbys; undefined where the role may not ask. */
  readonly systemId: string | undefined;
}

interface Sample {
  readonly position: WalPosition;
  readonly atMs: number;
}

/**
 * Where the primary was at which time, by one clock: this process'. A standby that has replayed a position shows
 * everything that was acknowledged when the primary was there, whatever its own clock says. So an idle primary makes
 * no lag, and a standby that lost its primary ages although it has "nothing left to replay".
 */
export class PrimaryHistory {
  private samples: Sample[] = [];
  private latest?: PrimaryState;

  /** `keptMs`: samples older than this answer no question any more. */
  constructor(private readonly keptMs: number) {}

  get state(): PrimaryState | undefined {
    return this.latest;
  }

  /**
   * `askedAtMs` is the time before the primary was asked. Answers whether all that was known is void: another server
   * was promoted, whose positions are others, or the data are another cluster's.
   */
  add(state: PrimaryState, askedAtMs: number): boolean {
    const known = this.latest;
    const isSameCluster = known?.systemId === state.systemId;
    // A primary that was replaced, and is still there for those who have a connection to it.
    if (known !== undefined && isSameCluster && state.timeline < known.timeline) return false;
    const isReplaced = known !== undefined && (!isSameCluster || state.timeline > known.timeline);
    if (isReplaced) this.samples = [];
    this.latest = state;

    const last = this.samples.at(-1);
    // Two questions at a time may be answered in any order.
    if (last !== undefined && (state.position < last.position || askedAtMs < last.atMs)) return isReplaced;
    if (last?.position === state.position) this.samples.pop();
    this.samples.push({ position: state.position, atMs: askedAtMs });
    this.samples = this.samples.filter(({ atMs }) => askedAtMs - atMs <= this.keptMs);
    return isReplaced;
  }

  /** The latest time of which a server that has replayed this far shows everything; undefined when too long ago. */
  freshAsOf(replayed: WalPosition): number | undefined {
    return this.samples.findLast(({ position }) => position <= replayed)?.atMs;
  }
}
