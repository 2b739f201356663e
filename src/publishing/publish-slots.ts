import { Injectable } from '@nestjs/common';
import type { Request } from 'express';

/**
 * Publishes that are parsed, checked and stored at the same time. Each may take some hundred megabytes while it is
 * checked and a connection of the pool (ten, unless configured) while it is stored; the rest of both is for reading.
 */
const MAX_RUNNING = 4;

/** Lets publishes run a few at a time; the others wait with nothing but their bytes in memory. */
@Injectable()
export class PublishSlots {
  private free = MAX_RUNNING;
  private readonly waiting: (() => void)[] = [];
  private readonly holders = new WeakSet<Request>();

  async enter(request: Request): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.holders.add(request);
  }

  /** Hands the slot on; nothing for a request that never had one. */
  leave(request: Request): void {
    if (!this.holders.delete(request)) return;
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}
