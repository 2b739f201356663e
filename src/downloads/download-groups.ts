import { AsyncLocalStorage } from 'node:async_hooks';
import { PatientTurns } from '../database/patience';
import { retryConflicts } from '../database/transaction';
import type { VersionName } from '../packages/version-name';
import type { Tally } from './count-downloads.query';
import { Gathering } from './gathering';

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
  private readonly gathering = new Gathering(() => this.size);
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
      this.gathering.arrived();
      if (!this.isRunning) this.outside(() => void this.drain());
    });
  }

  private async drain(): Promise<void> {
    this.isRunning = true;
    // One turn of the event loop, so that requests which arrived together share the first group too.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.group.size > 0) {
      const tallies = [...this.group.values()];
      this.group = new Map();
      this.size = 0;
      const begunAtMs = performance.now();
      // None, as long as a commit takes more than patience: nobody of it can come back.
      let answered = 0;
      await this.turns.run(async () => {
        answered = await this.commit(tallies);
      });
      await this.gathering.wait(answered, performance.now() - begunAtMs);
    }
    this.isRunning = false;
  }

  /** Answers how many were told their number. */
  private async commit(tallies: readonly OpenTally<Artifact, Counted>[]): Promise<number> {
    const { countAll, textOf, artifactOf } = this.options;
    try {
      const downloads = tallies.map(({ artifact, waiting }) => ({ artifact, downloads: waiting.length }));
      // Only conflicts are tried again: they are rolled back for certain. A lost connection may have committed.
      const totals = await retryConflicts(() => countAll(downloads));
      const totalOf = new Map(totals.map((total) => [textOf(artifactOf(total)), total]));
      for (const tally of tallies) settle(tally, totalOf.get(textOf(tally.artifact)));
      return downloads.reduce((sum, each) => sum + each.downloads, 0);
    } catch (error) {
      for (const { waiting } of tallies) for (const { reject } of waiting) reject(error);
      return 0;
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
