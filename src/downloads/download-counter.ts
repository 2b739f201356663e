import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ArtifactKind } from '../core/artifact-id';
import { RegistryError } from '../core/errors';
import { PatientTurns } from '../database/patience';
import { retryConflicts } from '../database/transaction';
import { countDownloads } from './count-downloads.query';

/** The downloads of one version that are counted together. */
interface Tally {
  readonly id: string;
  readonly version: string;
  readonly waiting: {
    readonly resolve: (count: number) => void;
    readonly reject: (error: unknown) => void;
  }[];
}

type Group = Map<string, Tally>;

/**
 * Counts downloads durably, but in groups: whoever arrives while a group is being committed joins the next one, so the
 * cost of a commit is shared by as many requests as there are (design section 5). A request is answered only after its
 * group has committed. If the commit fails, everybody in the group is told; when that was a lost connection, the group
 * may have been counted all the same, so a count is never too low and a client that tries again may count twice.
 */
@Injectable()
export class DownloadCounter {
  private readonly groups: Record<ArtifactKind, Group> = { package: new Map(), template: new Map() };
  private readonly running: Record<ArtifactKind, Promise<void> | undefined> = {
    package: undefined,
    template: undefined,
  };

  private readonly turns = { package: new PatientTurns(), template: new PatientTurns() };

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Resolves to this download's own count, once that is committed. */
  count(kind: ArtifactKind, id: string, version: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const key = keyOf({ id, version });
      const tally = this.groups[kind].get(key) ?? { id, version, waiting: [] };
      tally.waiting.push({ resolve, reject });
      this.groups[kind].set(key, tally);
      this.running[kind] ??= this.drain(kind);
    });
  }

  private async drain(kind: ArtifactKind): Promise<void> {
    // One turn of the event loop, so that requests which arrived together share the first group too.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.groups[kind].size > 0) {
      const group = this.groups[kind];
      this.groups[kind] = new Map();
      await this.turns[kind].run(() => this.commit(kind, group));
    }
    this.running[kind] = undefined;
  }

  private async commit(kind: ArtifactKind, group: Group): Promise<void> {
    const tallies = [...group.values()];
    try {
      const counted = tallies.map(({ id, version, waiting }) => ({ id, version, downloads: waiting.length }));
      // Only conflicts are tried again: they are rolled back for certain. A lost connection may have committed.
      const totals = await retryConflicts(() => countDownloads(this.dataSource, kind, counted));
      const totalOf = new Map(totals.map((total) => [keyOf(total), total.total]));
      for (const tally of tallies) settle(tally, totalOf.get(keyOf(tally)));
    } catch (error) {
      for (const { waiting } of tallies) for (const { reject } of waiting) reject(error);
    }
  }
}

/** The same text for the same version only: the grammar has no space. */
function keyOf({ id, version }: { readonly id: string; readonly version: string }): string {
  return `${id} ${version}`;
}

/** Hands out the counts of a version in the order of arrival: the last of the group sees the total. */
function settle({ id, version, waiting }: Tally, total: number | undefined): void {
  for (const [index, { resolve, reject }] of waiting.entries()) {
    if (total === undefined) reject(new RegistryError('INTERNAL_ERROR', `${id}@${version} has no counter`));
    else resolve(total - waiting.length + index + 1);
  }
}
