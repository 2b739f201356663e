import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ArtifactKind } from '../core/artifact-id';
import { RegistryError } from '../core/errors';
import { retryConflicts } from '../database/transaction';
import { countDownloads, type DownloadTally, type DownloadTotal } from './count-downloads.query';

interface Waiting {
  readonly id: string;
  readonly version: string;
  readonly resolve: (count: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Counts downloads durably, but in groups: whoever arrives while a group is being committed joins the next one, so the
 * cost of a commit is shared by as many requests as there are (design section 5). A request is answered only after its
 * group has committed. If the commit fails, everybody in the group is told; when that was a lost connection, the group
 * may have been counted all the same, so a count is never too low and a client that tries again may count twice.
 */
@Injectable()
export class DownloadCounter {
  private readonly waiting: Record<ArtifactKind, Waiting[]> = { package: [], template: [] };
  private readonly running: Record<ArtifactKind, Promise<void> | undefined> = {
    package: undefined,
    template: undefined,
  };

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Resolves to this download's own count, once that is committed. */
  count(kind: ArtifactKind, id: string, version: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.waiting[kind].push({ id, version, resolve, reject });
      this.running[kind] ??= this.drain(kind);
    });
  }

  private async drain(kind: ArtifactKind): Promise<void> {
    // One turn of the event loop, so that requests which arrived together share the first group too.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting[kind].length > 0) {
      const group = this.waiting[kind];
      this.waiting[kind] = [];
      await this.commit(kind, group);
    }
    this.running[kind] = undefined;
  }

  private async commit(kind: ArtifactKind, group: readonly Waiting[]): Promise<void> {
    try {
      // Only conflicts are tried again: they are rolled back for certain. A lost connection may have committed.
      const totals = await retryConflicts(() => countDownloads(this.dataSource, kind, tallyOf(group)));
      settle(group, totals);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

function keyOf({ id, version }: { readonly id: string; readonly version: string }): string {
  return JSON.stringify([id, version]);
}

function tallyOf(group: readonly Waiting[]): readonly DownloadTally[] {
  const tallies = new Map<string, { id: string; version: string; downloads: number }>();
  for (const { id, version } of group) {
    const key = keyOf({ id, version });
    const tally = tallies.get(key);
    if (tally === undefined) tallies.set(key, { id, version, downloads: 1 });
    else tally.downloads += 1;
  }
  return [...tallies.values()];
}

/** Hands out the counts of a version in the order of arrival: the last of the group sees the total. */
function settle(group: readonly Waiting[], totals: readonly DownloadTotal[]): void {
  const remaining = new Map<string, number>();
  for (const waiting of group) remaining.set(keyOf(waiting), (remaining.get(keyOf(waiting)) ?? 0) + 1);
  const totalOf = new Map(totals.map((total) => [keyOf(total), total.total]));
  for (const waiting of group) {
    const key = keyOf(waiting);
    const total = totalOf.get(key);
    const after = (remaining.get(key) ?? 1) - 1;
    remaining.set(key, after);
    if (total === undefined)
      waiting.reject(new RegistryError('INTERNAL_ERROR', `${waiting.id}@${waiting.version} has no counter`));
    else waiting.resolve(total - after);
  }
}
