import type { ThrottlerStorage } from '@nestjs/throttler';
import { FixedWindows } from './fixed-windows';
import { MAX_LIMITED_KEYS } from './rate-limit';

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * The throttler's hits in bounded memory: its own store keeps a time for every hit, and every client for a minute. Each
 * throttler has its own windows, so that clients never crowd tokens out. Times are milliseconds, not its seconds.
 */
export class BoundedThrottlerStorage implements ThrottlerStorage {
  private readonly windowsOf = new Map<string, FixedWindows>();

  increment(
    key: string,
    windowMs: number,
    limit: number,
    _blockMs: number,
    throttler: string,
  ): Promise<ThrottlerRecord> {
    const windows = this.windowsOf.get(throttler) ?? new FixedWindows(MAX_LIMITED_KEYS);
    this.windowsOf.set(throttler, windows);
    const { hits, remainingMs } = windows.hit(key, windowMs);
    return Promise.resolve({
      totalHits: hits,
      timeToExpire: remainingMs,
      isBlocked: hits > limit,
      timeToBlockExpire: hits > limit ? remainingMs : 0,
    });
  }
}
