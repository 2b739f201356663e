import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';

/**
 * Publishes that are parsed, checked and stored at the same time. Each may take some hundred megabytes while it is
 * checked, and a connection of the pool while it is stored; the rest of both is for reading.
 */
const MAX_RUNNING = 4;
/** Connections that no publish may take: for the probes and for reads. */
const KEPT_FOR_READING = 2;

/** Lets publishes run a few at a time; the others wait with nothing but their bytes in memory. */
@Injectable()
export class PublishSlots {
  private free: number;
  private readonly waiting: (() => void)[] = [];
  private readonly holders = new WeakSet<Request>();

  constructor(@Inject(CONFIG) { database }: Pick<RegistryConfig, 'database'>) {
    this.free = Math.max(1, Math.min(MAX_RUNNING, database.poolSize - KEPT_FOR_READING));
  }

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
