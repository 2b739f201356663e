import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { beginRequest, routePattern, type RequestContext } from '../http/request-context';
import { Lifetime } from '../http/lifetime';
import { runWithRequestId } from '../logging/request-id';
import { RequestLines } from '../logging/request-lines';
import { RegistryMetrics } from './registry-metrics';

/** No status was sent: the client had gone. The number that proxies write into their logs for this. */
const CLIENT_CLOSED_REQUEST = 499;

/**
 * Gives every request an id, and when it is over a log line and its metrics. Written by hand because the automatic
 * request log of pino-http costs more than a third of the throughput (design, measured costs). Paths, queries, headers
 * and bodies are never logged: the route pattern says enough and holds nothing secret.
 */
@Injectable()
export class RequestObserver {
  private readonly lines: RequestLines;

  constructor(
    private readonly metrics: RegistryMetrics,
    private readonly lifetime: Lifetime,
    logger: PinoLogger,
  ) {
    this.lines = new RequestLines(logger.logger);
  }

  readonly observe = (request: Request, response: Response, next: NextFunction): void => {
    const context = beginRequest(request, response);
    const slot = this.lifetime.begun(request, response);
    response.once('close', () => {
      this.lifetime.ended(slot);
      this.finished(request, response, context);
    });
    runWithRequestId(context.requestId, next);
  };

  private finished(request: Request, response: Response, context: RequestContext): void {
    const { method } = request;
    const route = routePattern(request);
    const durationMs = performance.now() - context.startedAtMs;
    const isAborted = !response.writableFinished;
    const isUnanswered = isAborted && !response.headersSent;
    const { cutOffWith } = context;
    const httpStatus = cutOffWith?.status ?? (isUnanswered ? CLIENT_CLOSED_REQUEST : response.statusCode);
    // The connection is over before the body's pipe has heard of it.
    const code =
      cutOffWith?.code ?? context.errorCode ?? (isUnanswered && !request.complete ? 'BODY_INCOMPLETE' : undefined);
    const labels = { method: knownMethod(method), route, status: String(httpStatus) };
    this.metrics.durations.observe(labels, durationMs / 1e3);
    const line: Record<string, string | number | boolean> = {
      request_id: context.requestId,
      method,
      route,
      status: httpStatus,
      duration_ms: Math.round(durationMs * 1e3) / 1e3,
    };
    if (context.facts !== undefined) Object.assign(line, context.facts);
    if (code !== undefined) line.code = code;
    if (isAborted) line.aborted = true;
    this.lines.write(line);
  }
}

const KNOWN_METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'];

/** A label must not be free text of the client's. */
function knownMethod(method: string): string {
  return KNOWN_METHODS.includes(method) ? method : 'other';
}
