import { AsyncLocalStorage } from 'node:async_hooks';
import { PatientTurns } from '../database/patience';
import { retryConflicts } from '../database/transaction';
import type { VersionName } from '../packages/version-name';
import type { Tally } from './count-downloads.query';

/** A version with its total, after a group of downloads. */
interface Total extends VersionName {
  readonly downloadCount: number;
}

interface Waiting<Counted> {
  readonly resolve: (counted: Counted | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface OpenTally<Artifact, Counted> {
  readonly artifact: Artifact;
  readonly waiting: Waiting<Counted>[];
}

/** Where a group takes less, the next one is there before a timer could tell. */
const SLOW_MS = 2;
/** What takes much longer has another reason than the disk. */
const MAX_GATHERING_MS = 5;

export interface DownloadGroupsOptions<Artifact extends VersionName, Counted extends Total> {
  /** Counts durably; what is not in the answer was not counted. */
  readonly countAll: (tallies: readonly Tally<Artifact>[]) => Promise<readonly Counted[]>;
  /** The same text for what is counted together. */
  readonly textOf: (artifact: Artifact) => string;
  /** As what it was counted. */
  readonly artifactOf: (counted: Counted) => Artifact;
}

/**
 * Counts downloads durably, but in groups: whoever arrives while a group is being committed joins the next one, so the
 * cost of a commit is shared by as many requests as there are (design section 5). A request is answered only after its
 * group has committed. If the commit fails, everybody in the group is told; when that was a lost connection, the group
 * may have been counted all the same, so a count is never too low and a client that tries again may count twice.
 */
export class DownloadGroups<Artifact extends VersionName, Counted extends Total> {
  private group = new Map<string, OpenTally<Artifact, Counted>>();
  private isRunning = false;
  /** How many wait in `group`. */
  private size = 0;
  /** Called with each download that comes while the next group is gathered. */
  private onArrival: (() => void) | undefined;
  private readonly turns = new PatientTurns();
  /** A group is nobody's in particular: what it logs must not carry the id of the request that happened to come first. */
  private readonly outside = AsyncLocalStorage.snapshot();

  constructor(private readonly options: DownloadGroupsOptions<Artifact, Counted>) {}

  /** Resolves once this download is committed, with its own count; undefined when it was not counted. */
  count(artifact: Artifact): Promise<Counted | undefined> {
    return new Promise((resolve, reject) => {
      const text = this.options.textOf(artifact);
      const tally = this.group.get(text) ?? { artifact, waiting: [] };
      tally.waiting.push({ resolve, reject });
      this.group.set(text, tally);
      this.size += 1;
      this.onArrival?.();
      if (!this.isRunning) this.outside(() => void this.drain());
    });
  }

  private async drain(): Promise<void> {
    this.isRunning = true;
    // One turn of the event loop, so that requests which arrived together share the first group too.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.group.size > 0) {
      const [tallies, size] = [[...this.group.values()], this.size];
      this.group = new Map();
      this.size = 0;
      const begunAtMs = performance.now();
      await this.turns.run(() => this.commit(tallies));
      await this.gather(size, performance.now() - begunAtMs);
    }
    this.isRunning = false;
  }

  /**
   * Where commits are slow, the clients of a group that was just answered get half of its time to ask again, as pipelines
   * do; otherwise they would just miss the next group, and there would always be two, each of half the clients
   * (PostgreSQL's commit_delay and commit_siblings are the same thought).
   */
  private async gather(answered: number, tookMs: number): Promise<void> {
    const expected = this.size + answered;
    if (expected === 1 || tookMs < SLOW_MS) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(tookMs / 2, MAX_GATHERING_MS));
      this.onArrival = () => {
        if (this.size < expected) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.onArrival = undefined;
  }

  private async commit(tallies: readonly OpenTally<Artifact, Counted>[]): Promise<void> {
    const { countAll, textOf, artifactOf } = this.options;
    try {
      const downloads = tallies.map(({ artifact, waiting }) => ({ artifact, downloads: waiting.length }));
      // Only conflicts are tried again: they are rolled back for certain. A lost connection may have committed.
      const totals = await retryConflicts(() => countAll(downloads));
      const totalOf = new Map(totals.map((total) => [textOf(artifactOf(total)), total]));
      for (const tally of tallies) settle(tally, totalOf.get(textOf(tally.artifact)));
    } catch (error) {
      for (const { waiting } of tallies) for (const { reject } of waiting) reject(error);
    }
  }
}

/** Hands out the counts of a version in the order of arrival: the last of the group sees the total. */
function settle<Artifact, Counted extends Total>(
  { waiting }: OpenTally<Artifact, Counted>,
  total: Counted | undefined,
): void {
  for (const [index, { resolve }] of waiting.entries()) {
    resolve(
      total === undefined ? undefined : { ...total, downloadCount: total.downloadCount - waiting.length + index + 1 },
    );
  }
}
