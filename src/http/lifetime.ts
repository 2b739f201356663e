import { Injectable } from '@nestjs/common';

/** Whether the process is on its way out: readyz turns 503 first, so that no new request is sent here. */
@Injectable()
export class Lifetime {
  isStopping = false;
}
