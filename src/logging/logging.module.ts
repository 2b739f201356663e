import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';

/**
 * Structured logs by nestjs-pino on one logger. The request's own child logger and the request line come from
 * `RequestObserver` (hence `useExisting`). Left to itself, pino-http puts its own serializer in place of the logger's,
 * and a driver error would bring its statement and parameters, which are documents, into the log.
 */
export function loggingModule(logger: Logger): DynamicModule {
  return LoggerModule.forRoot({ pinoHttp: { logger, wrapSerializers: false }, useExisting: true });
}
