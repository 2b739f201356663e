import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';

/**
 * Structured logs by nestjs-pino on one logger. Its middleware is on no route: the id of the request is on every line
 * by itself (`createLogger`), and the request line is written by `RequestObserver`. Left to itself, pino-http puts its own
 * serializer in place of the logger's, and a driver error would bring its statement and parameters, which are documents,
 * into the log.
 */
export function loggingModule(logger: Logger): DynamicModule {
  return LoggerModule.forRoot({ pinoHttp: { logger, wrapSerializers: false }, useExisting: true, forRoutes: [] });
}
