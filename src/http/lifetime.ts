import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { contextOf, routePattern } from './request-context';
import { Slots } from './slots';

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
  private readonly open = new Slots<Exchange>();

  /** The number is for `ended`, when the answer has left, or the client has. */
  begun(request: Request, response: Response): number {
    if (this.isStopping) endAfter(response);
    return this.open.add({ request, response });
  }

  ended(slot: number): void {
    this.open.remove(slot);
  }

  /** From now on no connection is kept for another request, also not by the answers that are being made. */
  beginStop(): void {
    this.isStopping = true;
    for (const { response } of this.open.all()) endAfter(response);
  }

  openRequests(): readonly OpenRequest[] {
    return this.open.all().map(({ request, response }) => ({
      request_id: contextOf(response).requestId,
      method: request.method,
      route: routePattern(request),
      received: request.complete,
    }));
  }

  servingSockets(): ReadonlySet<Socket> {
    return new Set(this.open.all().map(({ request }) => request.socket));
  }
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

function endAfter(response: Response): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
