import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { ArtifactKind } from '../core/artifact-id';
import { passLifecycleGate } from '../core/lifecycle';
import type { PackageRecord } from '../core/package-record';
import { RegistryMetrics } from '../metrics/registry-metrics';
import { PackagesService } from '../packages/packages.service';
import { TemplatesService } from '../templates/templates.service';
import { DownloadCounter } from './download-counter';

/** Reads what is downloaded, passes the gate, then counts: a refused download leaves no trace. */
@Injectable()
export class DownloadsService {
  constructor(
    private readonly packages: PackagesService,
    private readonly templates: TemplatesService,
    private readonly counter: DownloadCounter,
    private readonly metrics: RegistryMetrics,
    private readonly logger: PinoLogger,
  ) {}

  /** The record with this download's own count in it. */
  async package(
    id: string,
    version: string,
    options: { readonly allowYanked: boolean; readonly isCounted: boolean },
  ): Promise<PackageRecord> {
    const { record } = await this.packages.getCurrentRecord(id, version);
    passLifecycleGate(record.lifecycle, id, version, options.allowYanked);
    if (!options.isCounted) return record;
    return { ...record, downloadCount: await this.count('package', id, version) };
  }

  async templateEnvelope(id: string, version: string, options: { readonly isCounted: boolean }): Promise<Buffer> {
    const envelope = await this.templates.getEnvelope(id, version);
    if (options.isCounted) await this.count('template', id, version);
    return envelope;
  }

  private async count(kind: ArtifactKind, id: string, version: string): Promise<number> {
    const downloadCount = await this.counter.count(kind, id, version);
    this.metrics.downloads.inc({ kind });
    this.logger.info(
      { [`${kind}.id`]: id, [`${kind}.version`]: version, download_count: downloadCount },
      `${kind} downloaded`,
    );
    return downloadCount;
  }
}
