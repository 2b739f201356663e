import { Injectable } from '@nestjs/common';

/** The time of a publication or lifecycle change. Injected, so that a test can fix it and nothing else can. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
