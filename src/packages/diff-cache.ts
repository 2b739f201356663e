import { LRUCache } from 'lru-cache';
import { ownBytes } from '../core/own-bytes';

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
  private readonly diffs: LRUCache<string, Buffer>;

  constructor({ maxEntries, maxBytes }: DiffCacheLimits = DIFF_CACHE_LIMITS) {
    this.diffs = new LRUCache({ max: maxEntries, maxSize: maxBytes, sizeCalculation: ({ length }) => length });
  }

  /** `make` must give the same bytes whenever it is called for this key. */
  getOrMake(key: string, make: () => Buffer): Buffer {
    const kept = this.diffs.get(key);
    if (kept !== undefined) return kept;
    const diff = ownBytes(make());
    this.diffs.set(key, diff);
    return diff;
  }
}
