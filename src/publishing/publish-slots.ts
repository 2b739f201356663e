import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import { RegistryError } from '../core/errors';
import type { ReadBody } from './body-bytes.pipe';

/**
 * Publishes that are parsed, checked and stored at the same time. Each may take some hundred megabytes while it is
 * checked, and a connection of the pool while it is stored; the rest of both is for reading.
 */
const MAX_RUNNING = 4;
/** Connections that no publish may take: for the probes and for reads. */
const KEPT_FOR_READING = 2;

/** Bodies that wait for a slot, all together: twelve of the largest, hundreds of usual ones. */
export const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** Lets publishes run a few at a time; the others wait with nothing but their bytes in memory, and not too many of these. */
@Injectable()
export class PublishSlots {
  private free: number;
  private readonly queue: (() => void)[] = [];
  private waitingBytes = 0;
  private readonly holders = new WeakSet<Request>();

  constructor(@Inject(CONFIG) { database }: Pick<RegistryConfig, 'database'>) {
    this.free = Math.max(1, Math.min(MAX_RUNNING, database.poolSize - KEPT_FOR_READING));
  }

  /** Publishes that wait. */
  get waiting(): number {
    return this.queue.length;
  }

  /** @throws RegistryError PUBLISHING_BUSY at once when there is no slot and no room to wait */
  async enter({ request, bytes }: ReadBody): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await this.wait(bytes.length);
    this.holders.add(request);
  }

  /** Hands the slot on; nothing for a request that never had one. */
  leave(request: Request): void {
    if (!this.holders.delete(request)) return;
    const next = this.queue.shift();
    if (next === undefined) this.free += 1;
    else next();
  }

  private async wait(bytes: number): Promise<void> {
    if (this.waitingBytes + bytes > MAX_WAITING_BYTES) {
      throw new RegistryError(
        'PUBLISHING_BUSY',
        `${this.queue.length} publishes wait to be checked, and their bodies take as much memory as they may; try again`,
        { limit: MAX_WAITING_BYTES, actual: this.waitingBytes + bytes },
      );
    }
    this.waitingBytes += bytes;
    await new Promise<void>((resolve) => this.queue.push(resolve));
    this.waitingBytes -= bytes;
  }
}
