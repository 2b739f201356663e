import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ErrorFilter } from './error.filter';
import { Lifetime } from './lifetime';
import { Views } from './views';

/** What every controller stands on: the error shape, the views, the process' lifetime. */
@Global()
@Module({
  providers: [Views, Lifetime, { provide: APP_FILTER, useClass: ErrorFilter }],
  exports: [Views, Lifetime],
})
export class HttpModule {}
