import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { contextOf, routePattern } from './request-context';

/** A request without an answer, as a log line shows it. */
export interface OpenRequest {
  readonly request_id: string;
  readonly method: string;
  readonly route: string;
  /** False while the client is still sending. */
  readonly received: boolean;
}

/** Whether the process is on its way out, and what it has to finish before: readyz turns 503 first. */
@Injectable()
export class Lifetime {
  isStopping = false;
  private readonly open = new Map<Response, Request>();

  /** To be followed by `ended`, when the answer has left, or the client has. */
  begun(request: Request, response: Response): void {
    this.open.set(response, request);
    if (this.isStopping) endAfter(response);
  }

  ended(response: Response): void {
    this.open.delete(response);
  }

  /** From now on no connection is kept for another request, also not by the answers that are being made. */
  beginStop(): void {
    this.isStopping = true;
    for (const response of this.open.keys()) endAfter(response);
  }

  openRequests(): readonly OpenRequest[] {
    return Array.from(this.open, ([response, request]) => ({
      request_id: contextOf(response).requestId,
      method: request.method,
      route: routePattern(request),
      received: request.complete,
    }));
  }

  servingSockets(): ReadonlySet<Socket> {
    return new Set(Array.from(this.open.values(), ({ socket }) => socket));
  }
}

function endAfter(response: Response): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
