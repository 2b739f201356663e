import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import { Logger, PinoLogger } from 'nestjs-pino';
import { AppModule, type AppParts } from './app.module';
import { serveBuiltUi } from './http/built-ui';
import { answerClientErrors } from './http/client-error';
import { compressAnswers } from './http/compress';
import { cors } from './http/cors';
import { checkRequestTarget } from './http/request-target';
import { RequestObserver } from './metrics/request-observer';
import { ApiDescription } from './openapi/api-description';

/** A client that sends its headers or its body slower than this holds a connection for nothing. */
const HEADERS_TIMEOUT_MS = 15_000;
/** Publishing 5 MiB over a slow line; the contract's clients wait 30 s for the answer. */
const REQUEST_TIMEOUT_MS = 120_000;
/** Longer than the idle timeout of common load balancers (60 s), so that they close first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** The whole application, ready to listen; used by main and by the tests, so that both run the same thing. */
export async function createApp(parts: AppParts): Promise<NestExpressApplication> {
  const adapter = new ExpressAdapter(caseSensitiveExpress());
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(parts), adapter, {
    // A published body must reach its pipe as the bytes that were sent.
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', parts.config.trustProxy);
  app.use(app.get(RequestObserver).observe);
  app.use(cors);
  app.use(compressAnswers);
  app.use(checkRequestTarget);
  if (parts.config.uiDir !== undefined) serveBuiltUi(app, parts.config.uiDir);

  const server = app.getHttpServer();
  // A client that asks before it sends its body is told to go on when the body is read: a wrong token is a 401 before.
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.on('clientError', answerClientErrors(await app.resolve(PinoLogger)));
  await app.init();
  app.get(ApiDescription).describe(app);
  return app;
}

/** Set before Nest's adapter makes the router: a path in another case is another path, as with the reference. */
function caseSensitiveExpress(): express.Express {
  return express().enable('case sensitive routing');
}
