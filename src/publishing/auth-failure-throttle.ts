import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import { NO_RATE } from '../config/rate';
import { clientAddress } from '../http/client-address';
import { RegistryMetrics } from '../metrics/registry-metrics';
import { FixedWindows } from './fixed-windows';
import { announceRateLimit, MAX_LIMITED_KEYS, rateLimited, type RateLimitPolicy } from './rate-limit';

const POLICY: RateLimitPolicy = 'auth-failure';

/**
 * ANIP_REGISTRY_AUTH_FAILURE_RATE: wrong tokens per client address, publish and admin tokens together. Over the limit,
 * no token of that address is compared, a right one neither: an answer that still told right from wrong would let the
 * guessing go on. The exception is a token that this address has used before; so a neighbour behind the same address
 * cannot lock out who publishes from there.
 */
@Injectable()
export class AuthFailureThrottle {
  private readonly failures = new FixedWindows(MAX_LIMITED_KEYS);
  /** Digests of address and token, the least recently used first. Only a right token gets in here. */
  private readonly familiar = new Set<string>();

  constructor(
    @Inject(CONFIG) private readonly config: RegistryConfig,
    private readonly metrics: RegistryMetrics,
  ) {}

  /** Before `offered` is compared. @throws RegistryError RATE_LIMITED */
  admit(request: Request, offered: string): void {
    const rate = this.config.authFailureRate;
    if (rate === NO_RATE) return;
    const state = this.failures.peek(clientAddress(request));
    if (state === undefined || state.hits < rate.limit || this.familiar.has(digestOf(request, offered))) return;
    if (request.res !== undefined) announceRateLimit(request.res, POLICY, rate, state);
    this.metrics.rateLimited.inc({ policy: POLICY });
    throw rateLimited(POLICY, rate, state, 'too many wrong tokens from this address');
  }

  succeeded(request: Request, offered: string): void {
    if (this.config.authFailureRate === NO_RATE) return;
    const digest = digestOf(request, offered);
    const [oldest] = this.familiar;
    if (!this.familiar.delete(digest) && oldest !== undefined && this.familiar.size >= MAX_LIMITED_KEYS) {
      this.familiar.delete(oldest);
    }
    this.familiar.add(digest);
  }

  failed(request: Request): void {
    const rate = this.config.authFailureRate;
    if (rate !== NO_RATE) this.failures.hit(clientAddress(request), rate.windowMs);
  }
}

function digestOf(request: Request, token: string): string {
  return createHash('sha256')
    .update(`${clientAddress(request)}\0${token}`, 'utf8')
    .digest('base64url');
}
