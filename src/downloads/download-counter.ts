import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { RegistryMetrics } from '../metrics/registry-metrics';
import { type VersionName, versionText } from '../packages/version-name';
import type { VersionState } from '../packages/version-state';
import {
  countPackageDownloads,
  countTemplateDownloads,
  type LetThrough,
  type TemplateTotal,
} from './count-downloads.query';
import { DownloadGroups } from './download-groups';

/** Counts downloads, and tells the metrics about those that were counted. */
@Injectable()
export class DownloadCounter {
  private readonly packages: DownloadGroups<LetThrough, VersionState>;
  private readonly templates: DownloadGroups<VersionName, TemplateTotal>;

  constructor(
    @InjectDataSource() dataSource: DataSource,
    private readonly metrics: RegistryMetrics,
  ) {
    this.packages = new DownloadGroups({
      countAll: (tallies) => countPackageDownloads(dataSource, tallies),
      textOf: ({ id, version, status, publish }) => `${versionText({ id, version })} ${status} ${publish}`,
      artifactOf: ({ id, version, lifecycle, publish }) => ({ id, version, status: lifecycle.status, publish }),
    });
    this.templates = new DownloadGroups({
      countAll: (tallies) => countTemplateDownloads(dataSource, tallies),
      textOf: versionText,
      artifactOf: (total) => total,
    });
  }

  /** The version as it was counted, with this download's own count; undefined when it is no longer as it was let through. */
  async package(artifact: LetThrough): Promise<VersionState | undefined> {
    const state = await this.packages.count(artifact);
    if (state !== undefined) this.metrics.downloads.inc({ kind: 'package' });
    return state;
  }

  /** This download's own count; undefined when there is no such version. */
  async template(artifact: VersionName): Promise<number | undefined> {
    const total = await this.templates.count(artifact);
    if (total !== undefined) this.metrics.downloads.inc({ kind: 'template' });
    return total?.downloadCount;
  }
}
