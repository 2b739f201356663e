import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';

/** What the request log and the metrics need to know of one request; kept in `response.locals`. */
export interface RequestContext {
  readonly requestId: string;
  /** On the clock of `performance.now()`. */
  readonly startedAtMs: number;
  /** Code of the error that was answered, if one was. */
  errorCode?: string;
  /** What its log line says beside what all of them say. */
  facts?: Readonly<Record<string, string | number>>;
  /** The answer that was written past the response, when Node's parser gave the request up. */
  cutOffWith?: { readonly status: number; readonly code: string };
}

const ACCEPTED_REQUEST_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** Takes over the caller's request id when it is a plain token, so that a trace can be followed across services. */
export function beginRequest(request: Request, response: Response): RequestContext {
  const offered = request.headers['x-request-id'];
  const context: RequestContext = {
    requestId: typeof offered === 'string' && ACCEPTED_REQUEST_ID.test(offered) ? offered : randomUUID(),
    startedAtMs: performance.now(),
  };
  (response.locals as { context?: RequestContext }).context = context;
  response.setHeader('X-Request-Id', context.requestId);
  return context;
}

/** Undefined for what Node answers by itself, which no middleware sees. */
export function findContext(response: Response): RequestContext | undefined {
  return (response.locals as { context?: RequestContext } | undefined)?.context;
}

export function contextOf(response: Response): RequestContext {
  const context = findContext(response);
  if (context === undefined) throw new Error('beginRequest has not run for this request');
  return context;
}

/** The pattern of the matched route, never the path itself: metrics stay bounded whatever is asked for. */
export function routePattern(request: Request): string {
  const route = (request as { route?: { path?: unknown } }).route;
  const pattern = route?.path;
  // A wildcard is the route of a middleware: no handler has taken the request.
  return typeof pattern === 'string' && !pattern.includes('*') ? pattern : 'unmatched';
}
