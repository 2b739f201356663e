import { Injectable } from '@nestjs/common';
import type { ArtifactKind } from '../core/artifact-id';
import { passLifecycleGate } from '../core/lifecycle';
import { RegistryMetrics } from '../metrics/registry-metrics';
import { RECORD } from '../packages/kept-content.query';
import { ServedPackages } from '../packages/served-packages.service';
import { TemplatesService } from '../templates/templates.service';
import { DownloadCounter } from './download-counter';

export interface Download<Content> {
  readonly content: Content;
  /** The number of this download; undefined when it was not to be counted. */
  readonly count: number | undefined;
}

/** Reads what is downloaded, passes the gate, then counts: a refused download leaves no trace. */
@Injectable()
export class DownloadsService {
  constructor(
    private readonly packages: ServedPackages,
    private readonly templates: TemplatesService,
    private readonly counter: DownloadCounter,
    private readonly metrics: RegistryMetrics,
  ) {}

  /** The record as JSON in pieces, with this download's own count in it. */
  async package(
    id: string,
    version: string,
    options: { readonly allowYanked: boolean; readonly isCounted: boolean },
  ): Promise<Download<readonly Buffer[]>> {
    const { content, state } = await this.packages.gated(RECORD, id, version);
    const { lifecycle } = state;
    passLifecycleGate(lifecycle, id, version, options.allowYanked);
    if (!options.isCounted) return { content: content.pieces(state), count: undefined };
    const count = await this.count('package', id, version);
    return { content: content.pieces({ downloadCount: count, lifecycle }), count };
  }

  async templateEnvelope(
    id: string,
    version: string,
    options: { readonly isCounted: boolean },
  ): Promise<Download<Buffer>> {
    const content = await this.templates.getEnvelope(id, version);
    return { content, count: options.isCounted ? await this.count('template', id, version) : undefined };
  }

  private async count(kind: ArtifactKind, id: string, version: string): Promise<number> {
    const downloadCount = await this.counter.count(kind, id, version);
    this.metrics.downloads.inc({ kind });
    return downloadCount;
  }
}
