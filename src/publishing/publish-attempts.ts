import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { AuditTrail } from '../audit-trail/audit-trail.service';
import { callerOf, strangerOf } from '../audit-trail/caller';
import { ERROR_GROUPS, type ErrorCode } from '../core/errors';
import { ERROR_STATUS } from '../http/error-status';
import { registryErrorOf } from '../http/registry-error-of';
import { routePattern } from '../http/request-context';
import { RegistryMetrics } from '../metrics/registry-metrics';
import { publishedKind, publishStatus } from './publish-outcome';
import { publishTarget } from './publish-target';
import type { RateLimitPolicy } from './rate-limit';

const CREDENTIAL_CODES: readonly ErrorCode[] = ERROR_GROUPS.publishCredentials;
/** Over this limit no token is compared, so nobody has been authenticated. */
const AUTH_FAILURE_POLICY: RateLimitPolicy = 'auth-failure';

/** Counts, logs and records how publishes end; the log says why one was refused and nothing of what it held. */
@Injectable()
export class PublishAttempts {
  constructor(
    private readonly metrics: RegistryMetrics,
    private readonly trail: AuditTrail,
    private readonly logger: PinoLogger,
  ) {}

  succeeded(request: Request): void {
    this.metrics.publishes.inc({ kind: publishedKind(routePattern(request)), status: 'success' });
  }

  refused(request: Request, thrown: unknown): void {
    const kind = publishedKind(routePattern(request));
    const { code, details } = registryErrorOf(thrown);
    const status = publishStatus(ERROR_STATUS[code], code);
    this.metrics.publishes.inc({ kind, status });
    this.logger.warn({ kind, publish_status: status, code, rule: details.rule }, `${kind} publish rejected`);
    if (CREDENTIAL_CODES.includes(code) || details.rule === AUTH_FAILURE_POLICY) {
      const fact = { action: 'authenticate', code, details: { for: `${kind}.publish` } } as const;
      this.trail.record(strangerOf(request, code === 'PUBLISH_TOKEN_INVALID'), fact);
    } else {
      const target = publishTarget(request, kind);
      this.trail.record(callerOf(request, 'publisher'), { action: `${kind}.publish`, code, target });
    }
  }
}
