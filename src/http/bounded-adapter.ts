import { createServer, type RequestListener } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';
import type { HttpLimits } from '../config/process-settings';
import { applicationMessages } from './application-messages';

/** Node looks for requests that are over their time only every 30 s unless told otherwise. */
const MAX_CHECK_INTERVAL_MS = 1_000;

/** Nest's adapter over a server on which no client stays for longer than it is allowed to. */
export class BoundedAdapter extends ExpressAdapter {
  constructor(
    instance: Express,
    private readonly limits: HttpLimits,
  ) {
    super(instance);
  }

  override initHttpServer(): void {
    const { headersTimeoutMs, requestTimeoutMs, keepAliveTimeoutMs, socketTimeoutMs, maxConnections } = this.limits;
    const server = createServer(
      {
        ...applicationMessages(this.getInstance<Express>()),
        // Refused by checkRequestTarget, with a body that says why.
        requireHostHeader: false,
        headersTimeout: headersTimeoutMs,
        requestTimeout: requestTimeoutMs,
        keepAliveTimeout: keepAliveTimeoutMs,
        connectionsCheckingInterval: Math.min(MAX_CHECK_INTERVAL_MS, headersTimeoutMs / 2),
      },
      this.getInstance<RequestListener>(),
    );
    // Any byte in either direction starts it anew; between two requests the keep-alive timeout counts instead.
    server.timeout = socketTimeoutMs;
    server.maxConnections = maxConnections;
    this.httpServer = server;
  }
}
