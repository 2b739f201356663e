import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import type { Logger } from 'pino';
import { beginRequest, routePattern, type RequestContext } from '../http/request-context';
import { publishedKind, publishStatus } from './publish-outcome';
import { RegistryMetrics } from './registry-metrics';

const NANOSECONDS = 1e9;

/**
 * Gives every request an id, and when it is over a log line and its metrics. Written by hand because the automatic
 * request log of pino-http costs more than a third of the throughput (design, measured costs). Paths, queries, headers
 * and bodies are never logged: the route pattern says enough and holds nothing secret.
 */
@Injectable()
export class RequestObserver {
  constructor(
    private readonly metrics: RegistryMetrics,
    private readonly logger: PinoLogger,
  ) {}

  readonly observe = (request: Request, response: Response, next: NextFunction): void => {
    const context = beginRequest(request, response);
    const logger = this.logger.logger.child({ request_id: context.requestId });
    // nestjs-pino takes it from here (`useExisting`): whatever is logged while the request is handled carries its id.
    (request as { log?: Logger }).log = logger;
    response.once('close', () => this.finished(request, response, context, logger));
    next();
  };

  private finished(request: Request, response: Response, context: RequestContext, logger: Logger): void {
    const { method } = request;
    const route = routePattern(request);
    const seconds = Number(process.hrtime.bigint() - context.startedAt) / NANOSECONDS;
    const isAborted = !response.writableFinished;
    const labels = { method: knownMethod(method), route, status: String(response.statusCode) };
    this.metrics.requests.inc(labels);
    this.metrics.durations.observe(labels, seconds);

    const kind = publishedKind(method, route);
    if (kind !== undefined) {
      const status = isAborted ? 'error' : publishStatus(response.statusCode, context.errorCode);
      this.metrics.publishes.inc({ kind, status });
      if (status !== 'success') {
        logger.warn({ kind, publish_status: status, code: context.errorCode }, `${kind} publish rejected`);
      }
    }
    logger.info(
      {
        method,
        route,
        status: response.statusCode,
        duration_ms: Math.round(seconds * 1e6) / 1e3,
        ...(context.errorCode === undefined ? {} : { code: context.errorCode }),
        ...(isAborted ? { aborted: true } : {}),
      },
      'request completed',
    );
  }
}

const KNOWN_METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'];

/** A label must not be free text of the client's. */
function knownMethod(method: string): string {
  return KNOWN_METHODS.includes(method) ? method : 'other';
}
