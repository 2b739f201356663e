import { createHash } from 'node:crypto';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { Request, Response } from 'express';
import type { RegistryConfig } from '../config/config';
import { NO_RATE } from '../config/rate';
import { clientAddress } from '../http/client-address';
import { RegistryMetrics } from '../metrics/registry-metrics';
import { bearerToken } from './bearer-token';
import { PublishAttempts } from './publish-attempts';
import { announceRateLimit, rateLimited, type RateLimitPolicy } from './rate-limit';
import { BoundedThrottlerStorage } from './throttler-storage';

const WHAT: Readonly<Record<string, string>> = {
  'publish-token': 'too many publishes with this token',
  'publish-client': 'too many publishes from this address',
};

/** Both kinds of publish count together: a package costs what a template costs. */
export function throttlerOptions({ publishRate }: Pick<RegistryConfig, 'publishRate'>): ThrottlerModuleOptions {
  const isOff = publishRate === NO_RATE;
  const rate = isOff ? { limit: 1, ttl: 1 } : { limit: publishRate.limit, ttl: publishRate.windowMs };
  const throttler = (name: RateLimitPolicy, getTracker: (request: Request) => string) => ({
    ...rate,
    name,
    getTracker: (request: Record<string, unknown>) => getTracker(request as unknown as Request),
  });
  return {
    throttlers: [throttler('publish-token', tokenDigest), throttler('publish-client', clientAddress)],
    storage: new BoundedThrottlerStorage(),
    generateKey: (_context, tracker) => tracker,
    skipIf: () => isOff,
  };
}

/**
 * ANIP_REGISTRY_PUBLISH_RATE, after the token was found valid and before any of the body is read. Every attempt counts,
 * a refused one too: checking costs more than storing.
 */
@Injectable()
export class PublishThrottlerGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly metrics: RegistryMetrics,
    private readonly attempts: PublishAttempts,
  ) {
    super(options, storage, reflector);
  }

  /** In place of the base class' own headers and exception, which are not the standard's and not our error shape. */
  protected override async handleRequest(props: ThrottlerRequest): Promise<boolean> {
    const { context, limit, ttl, throttler, getTracker, generateKey } = props;
    const request = context.switchToHttp().getRequest<Request>();
    const policy = throttler.name as RateLimitPolicy;
    const key = generateKey(context, await getTracker(request, context), policy);
    const record = await this.storageService.increment(key, ttl, limit, ttl, policy);
    const state = { hits: record.totalHits, remainingMs: record.timeToExpire };
    const rate = { limit, windowMs: ttl };
    announceRateLimit(responseOf(context), policy, rate, state);
    if (!record.isBlocked) return true;
    const refusal = rateLimited(policy, rate, state, WHAT[policy] ?? policy);
    this.metrics.rateLimited.inc({ policy });
    this.attempts.refused(request, refusal);
    throw refusal;
  }
}

function responseOf(context: ExecutionContext): Response {
  return context.switchToHttp().getResponse<Response>();
}

/** The guard before this one has let the token through; memory holds its digest only. */
function tokenDigest(request: Request): string {
  return createHash('sha256')
    .update(bearerToken(request) ?? '', 'utf8')
    .digest('base64url');
}
