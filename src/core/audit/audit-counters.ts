import type { Finding } from './finding';

export interface StoredCounters {
  readonly publishedAt: Date;
  /** 64-bit. */
  readonly downloadCount: bigint;
}

export interface DailySum {
  readonly total: bigint;
  /** How many days have a count below 1, which no download leaves behind. */
  readonly faultyDays: number;
}

/**
 * Total and days are written by one statement, so they are equal at every moment, and neither ever shrinks (data-model.md
 * section 5). The copy of the time is what lists are sorted by.
 */
export function* auditCounters(
  subject: { readonly artifact: string; readonly version: string; readonly table: string },
  publishedAt: Date,
  counters: StoredCounters,
  daily: DailySum,
): Generator<Finding> {
  if (counters.publishedAt.getTime() !== publishedAt.getTime()) {
    yield {
      ...subject,
      class: 'STATS_MISMATCH',
      detail: `published_at is ${counters.publishedAt.toISOString()}, the version's is ${publishedAt.toISOString()}`,
    };
  }
  if (counters.downloadCount < 0n) {
    yield {
      ...subject,
      class: 'DOWNLOAD_COUNT_INVALID',
      detail: `download_count is ${counters.downloadCount.toString()}`,
    };
  }
  if (daily.faultyDays > 0) {
    yield {
      ...subject,
      table: 'downloads_daily',
      class: 'DOWNLOAD_COUNT_INVALID',
      detail: `${daily.faultyDays} ${daily.faultyDays === 1 ? 'day has' : 'days have'} a count below 1`,
    };
  }
  if (counters.downloadCount !== daily.total) {
    yield {
      ...subject,
      class: 'DOWNLOAD_COUNT_MISMATCH',
      detail: `download_count is ${counters.downloadCount.toString()}, the days add up to ${daily.total.toString()}`,
    };
  }
}
