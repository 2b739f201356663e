/** Two definitions at their size limit take over a second to compare, and their diff has about 12 MB. */
export const DIFF_CACHE_LIMITS: DiffCacheLimits = { maxEntries: 1000, maxBytes: 64 * 1024 * 1024 };

export interface DiffCacheLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/**
 * The diffs that were asked for last, as JSON. A published version never changes, so a diff of two never does: it is made
 * once and kept until others were asked for more recently. What is larger than the whole cache is not kept.
 */
export class DiffCache {
  /** The least recently used first: a Map keeps the order in which keys were set. */
  private readonly diffs = new Map<string, Buffer>();
  private sizeBytes = 0;

  constructor(private readonly limits: DiffCacheLimits = DIFF_CACHE_LIMITS) {}

  /** `make` must give the same bytes whenever it is called for this key. */
  getOrMake(key: string, make: () => Buffer): Buffer {
    const kept = this.remove(key);
    const diff = kept ?? make();
    if (diff.length <= this.limits.maxBytes) this.add(key, diff);
    return diff;
  }

  private add(key: string, diff: Buffer): void {
    this.diffs.set(key, diff);
    this.sizeBytes += diff.length;
    for (const oldest of this.diffs.keys()) {
      if (this.diffs.size <= this.limits.maxEntries && this.sizeBytes <= this.limits.maxBytes) break;
      this.remove(oldest);
    }
  }

  private remove(key: string): Buffer | undefined {
    const diff = this.diffs.get(key);
    this.diffs.delete(key);
    this.sizeBytes -= diff?.length ?? 0;
    return diff;
  }
}
