import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { ERROR_STATUS } from '../http/error-status';
import { registryErrorOf } from '../http/registry-error-of';
import { routePattern } from '../http/request-context';
import { RegistryMetrics } from '../metrics/registry-metrics';
import { publishedKind, publishStatus } from './publish-outcome';

/** Counts and logs how publishes end; the log says why one was refused and nothing of what it held. */
@Injectable()
export class PublishAttempts {
  constructor(
    private readonly metrics: RegistryMetrics,
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
  }
}
