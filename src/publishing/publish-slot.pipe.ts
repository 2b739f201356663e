import { Injectable, type PipeTransform } from '@nestjs/common';
import type { ReadBody } from './body-bytes.pipe';
import { PublishSlots } from './publish-slots';

/** Between reading and parsing a publish: waits for a slot, which `PublishInterceptor` gives back. */
@Injectable()
export class PublishSlotPipe implements PipeTransform<ReadBody, Promise<ReadBody>> {
  constructor(private readonly slots: PublishSlots) {}

  async transform(body: ReadBody): Promise<ReadBody> {
    await this.slots.enter(body);
    return body;
  }
}
