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

interface Waiting {
  readonly bytes: number;
  readonly enter: () => void;
}

/** Lets publishes run a few at a time; the others wait with nothing but their bytes in memory, and not too many of these. */
@Injectable()
export class PublishSlots {
  private free: number;
  private readonly queue: Waiting[] = [];
  private waitingBytes = 0;
  private readonly holders = new WeakSet<Request>();

  constructor(@Inject(CONFIG) { database }: Pick<RegistryConfig, 'database'>) {
    this.free = Math.max(1, Math.min(MAX_RUNNING, database.poolSize - KEPT_FOR_READING));
  }

  /** Publishes that wait. */
  get waiting(): number {
    return this.queue.length;
  }

  /** @throws RegistryError PUBLISHING_BUSY when there is no slot and no room to wait, and for a client that left meanwhile */
  async enter(body: ReadBody): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await this.wait(body);
    this.holders.add(body.request);
  }

  /** Hands the slot on; nothing for a request that never had one. */
  leave(request: Request): void {
    if (!this.holders.delete(request)) return;
    const [next] = this.queue;
    if (next === undefined) {
      this.free += 1;
      return;
    }
    this.remove(next);
    next.enter();
  }

  private wait({ request, bytes }: ReadBody): Promise<void> {
    const wanted = this.waitingBytes + bytes.length;
    if (wanted > MAX_WAITING_BYTES) {
      throw new RegistryError(
        'PUBLISHING_BUSY',
        `${this.queue.length} publishes wait to be checked, and there is no room for the body of one more; try again`,
        { limit: MAX_WAITING_BYTES, actual: wanted },
      );
    }
    this.waitingBytes = wanted;
    return new Promise((resolve, reject) => {
      const waiting = { bytes: bytes.length, enter: resolve };
      this.queue.push(waiting);
      // Who sends the same again must not find its own body in the way.
      request.res?.once('close', () => {
        if (this.remove(waiting)) reject(new RegistryError('PUBLISHING_BUSY', 'the client left while it waited'));
      });
    });
  }

  /** False when it has entered, or left, before. */
  private remove(waiting: Waiting): boolean {
    const index = this.queue.indexOf(waiting);
    if (index < 0) return false;
    this.queue.splice(index, 1);
    this.waitingBytes -= waiting.bytes;
    return true;
  }
}
