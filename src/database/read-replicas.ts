import { AsyncLocalStorage } from 'node:async_hooks';
import { PrimaryHistory } from './read-history';
import { ReadProbe } from './read-probe';
import { type WalPosition, walPositionFrom } from './read-position';
import { type ReplicaFault, ReadReplica } from './read-replica';
import { RotationReport, type ReplicaObserver } from './read-rotation';
import { chooseReplica, isFresh, type NoReplica } from './read-routing';

/** Replicas are looked at a few times within the lag that they may have, and at least once a second. */
const LOOKS_PER_LAG = 5;
const MAX_PAUSE_MS = 1_000;
/** A replica soon has what was just written; it answers nothing until that was seen. */
const SOON_MS = 50;

export interface ReadReplicasSettings {
  readonly primaryUrl: string;
  readonly urls: readonly string[];
  readonly maxLagMs: number;
  readonly poolSize: number;
  /** Names of the migrations that this build works with. */
  readonly migrations: readonly string[];
}

/** The standbys, what is known of each, and what this process has written (docs/adr/0005-read-replicas.md). */
export class ReadReplicas {
  private readonly primary: ReadProbe;
  private readonly replicas: readonly ReadReplica[];
  private readonly history: PrimaryHistory;
  private readonly rotation: RotationReport;
  private written: WalPosition = 0n;
  /**
   * Writes of which nobody could say where they are: only the primary has them for certain. Counted, so that one which
   * comes while the primary is asked is not taken for covered by the answer.
   */
  private unplacedWrites = 0;
  private primaryFault: unknown;
  private turn = 0;
  /** Of no request, although a publish may have hurried the next look. */
  private readonly outside = AsyncLocalStorage.snapshot();
  /** Undefined while a look is under way. */
  private timer: NodeJS.Timeout | undefined;
  private dueAtMs = 0;
  private isClosed = false;

  /** `now` is a clock that never goes back, in milliseconds. */
  constructor(
    private readonly settings: ReadReplicasSettings,
    observer: ReplicaObserver,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.primary = new ReadProbe(settings.primaryUrl);
    this.rotation = new RotationReport(observer);
    this.history = new PrimaryHistory(settings.maxLagMs);
    this.replicas = settings.urls.map((url, index) => new ReadReplica(index + 1, url, settings.poolSize));
  }

  /** Resolves after the first look, whatever it showed. */
  async start(): Promise<void> {
    await this.look();
    if (!this.isClosed) this.lookAgainIn(this.pauseMs());
  }

  /** The replica whose turn it is, among those that show all before `position` and what this process has written. */
  choose(position: WalPosition): ReadReplica | NoReplica {
    if (this.unplacedWrites > 0) return 'behind';
    const needs = { ...this.limits(), position: position > this.written ? position : this.written };
    this.turn += 1;
    const places = this.replicas.map((replica) => replica.place(this.history));
    const chosen = chooseReplica(places, needs, this.turn);
    return typeof chosen === 'string' ? chosen : (this.replicas[chosen] ?? 'no_replica');
  }

  /**
   * After a commit of this process, before it is acknowledged: from now on its reads show it. Answers the position as
   * PostgreSQL writes it; undefined when the primary was lost just then, which takes nothing back.
   */
  async noteWrite(): Promise<string | undefined> {
    try {
      const position = await this.primary.position();
      const written = walPositionFrom(position);
      if (written > this.written) this.written = written;
      this.hurry();
      return position;
    } catch {
      this.unplacedWrites += 1;
      return undefined;
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await Promise.all([this.primary.close(), ...this.replicas.map((replica) => replica.close())]);
  }

  /** Only ever brings a look forward: writes that follow each other closely must not put it off. */
  private hurry(): void {
    if (this.timer !== undefined && this.dueAtMs - this.now() > SOON_MS) this.lookAgainIn(SOON_MS);
  }

  private lookAgainIn(pauseMs: number): void {
    clearTimeout(this.timer);
    this.dueAtMs = this.now() + pauseMs;
    const look = (): void => {
      this.timer = undefined;
      void this.start();
    };
    this.timer = this.outside(() => setTimeout(look, pauseMs).unref());
  }

  private async look(): Promise<void> {
    await this.lookAtPrimary();
    await Promise.all(this.replicas.map((replica) => replica.look(this.history, this.settings.migrations)));
    if (!this.isClosed) for (const replica of this.replicas) this.report(replica);
  }

  private async lookAtPrimary(): Promise<void> {
    const unplaced = this.unplacedWrites;
    const askedAtMs = this.now();
    try {
      const state = await this.primary.primaryState();
      const isReplaced = this.history.add(state, askedAtMs);
      this.primaryFault = undefined;
      if (unplaced > 0) {
        if (state.position > this.written) this.written = state.position;
        this.unplacedWrites -= unplaced;
      }
      if (isReplaced) {
        this.written = 0n;
        // A write to the new primary may have come between the question and the answer.
        this.unplacedWrites += 1;
        for (const replica of this.replicas) replica.forget('the primary was replaced');
      }
    } catch (error) {
      this.primaryFault = error;
    }
  }

  private report(replica: ReadReplica): void {
    const place = replica.place(this.history);
    const limits = this.limits();
    const lagMs = place.freshAsOfMs === undefined ? undefined : limits.nowMs - place.freshAsOfMs;
    this.rotation.report(
      replica.number,
      lagMs,
      isFresh(place, limits) ? undefined : (replica.fault ?? this.staleness()),
    );
  }

  private staleness(): ReplicaFault {
    const seconds = this.settings.maxLagMs / 1000;
    if (this.primaryFault === undefined) return { text: `it lags by more than ${seconds} s` };
    return { text: `for ${seconds} s the primary could not be asked how far it is`, cause: this.primaryFault };
  }

  private limits(): { readonly nowMs: number; readonly maxLagMs: number } {
    return { nowMs: this.now(), maxLagMs: this.settings.maxLagMs };
  }

  private pauseMs(): number {
    const limits = this.limits();
    const places = this.replicas.map((replica) => replica.place(this.history));
    const isCatchingUp = places.some((place) => isFresh(place, limits) && place.replayed < this.written);
    return isCatchingUp ? SOON_MS : Math.min(limits.maxLagMs / LOOKS_PER_LAG, MAX_PAUSE_MS);
  }
}
