import { Injectable, type Provider } from '@nestjs/common';
import { InjectMetric, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import { Gauge } from 'prom-client';
import { PublishSlots } from './publish-slots';

const WAITING = 'anip_registry_publishes_waiting';

export const PUBLISH_SLOTS_METRIC_PROVIDERS: readonly Provider[] = [
  makeGaugeProvider({ name: WAITING, help: 'Publishes that were read and wait to be checked' }),
];

@Injectable()
export class PublishSlotsMetrics {
  constructor(@InjectMetric(WAITING) waiting: Gauge, slots: PublishSlots) {
    Object.assign(waiting, { collect: () => waiting.set(slots.waiting) });
  }
}
