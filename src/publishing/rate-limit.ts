import type { Response } from 'express';
import type { Rate } from '../config/rate';
import { RegistryError } from '../core/errors';
import type { WindowState } from './fixed-windows';

/** What is counted, as metrics and the RateLimit headers name it. */
export type RateLimitPolicy = 'publish-token' | 'publish-client' | 'auth-failure';

/** Clients and tokens that one process remembers for each policy: about 200 bytes each. */
export const MAX_LIMITED_KEYS = 10_000;

/**
 * Adds a policy to the answer's RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10, sections 3 and
 * 4), which are lists of strings with parameters: `"publish-token";q=600;w=60` and `"publish-token";r=599;t=58`, times in seconds.
 */
export function announceRateLimit(
  response: Response,
  policy: RateLimitPolicy,
  { limit, windowMs }: Rate,
  state: WindowState,
): void {
  const remaining = Math.max(0, limit - state.hits);
  response.append('RateLimit-Policy', `"${policy}";q=${limit};w=${seconds(windowMs)}`);
  response.append('RateLimit', `"${policy}";r=${remaining};t=${seconds(state.remainingMs)}`);
}

/** The 429; `retry_after` becomes the header Retry-After. */
export function rateLimited(policy: RateLimitPolicy, rate: Rate, state: WindowState, what: string): RegistryError {
  const retryAfter = seconds(state.remainingMs);
  return new RegistryError(
    'RATE_LIMITED',
    `${what}: at most ${rate.limit} within ${seconds(rate.windowMs)} s; try again in ${retryAfter} s`,
    { rule: policy, limit: rate.limit, retry_after: retryAfter },
  );
}

/** Rounded up: who waits that long is not early. */
function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}
