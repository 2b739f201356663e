import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import { Logger, PinoLogger } from 'nestjs-pino';
import { AppModule, type AppParts } from './app.module';
import { BoundedAdapter } from './http/bounded-adapter';
import { serveBuiltUi } from './http/built-ui';
import { answerClientErrors } from './http/client-error';
import { compressAnswers } from './http/compress';
import { cors } from './http/cors';
import { noteExpectation } from './http/expectation';
import { inOneLayer } from './http/in-one-layer';
import { keepPosition } from './http/position-header';
import { reportRefusedConnections } from './http/refused-connections';
import { checkRequestTarget } from './http/request-target';
import { headersOfAll, secureAnswers } from './http/security-headers';
import { RequestObserver } from './metrics/request-observer';
import { ApiDescription } from './openapi/api-description';

/** The whole application, ready to listen; used by main and by the tests, so that both run the same thing. */
export async function createApp(parts: AppParts): Promise<NestExpressApplication> {
  const adapter = new BoundedAdapter(caseSensitiveExpress(), parts.config.http);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(parts), adapter, {
    // A published body must reach its pipe as the bytes that were sent.
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  const securityHeaders = headersOfAll(parts.config.publicBaseUrl);
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', parts.config.trustProxy);
  app.use(
    inOneLayer(
      app.get(RequestObserver).observe,
      secureAnswers(securityHeaders),
      cors,
      compressAnswers,
      ...(parts.secrets.replicaUrls.length > 0 ? [keepPosition] : []),
      checkRequestTarget,
    ),
  );
  if (parts.config.uiDir !== undefined) serveBuiltUi(app, parts.config.uiDir);

  const server = app.getHttpServer();
  // A client that asks before it sends its body is told to go on when the body is read: a wrong token is a 401 before.
  server.on('checkContinue', (request, response) => {
    noteExpectation(request);
    server.emit('request', request, response);
  });
  // An expectation that nobody has heard of may be passed over (RFC 9110 section 10.1.1); Node itself would answer without a body.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  const logger: PinoLogger = await app.resolve(PinoLogger);
  server.on('clientError', answerClientErrors(logger, securityHeaders));
  server.on('drop', reportRefusedConnections(logger, parts.config.http.maxConnections));
  await app.init();
  app.get(ApiDescription).describe(app);
  return app;
}

/** Set before Nest's adapter makes the router: a path in another case is another path, as with the reference. */
function caseSensitiveExpress(): express.Express {
  return express().enable('case sensitive routing');
}
