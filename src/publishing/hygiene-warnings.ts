import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import type { ArtifactKind } from '../core/artifact-id';
import type { HygieneReport } from '../core/hygiene/hygiene-report';
import { RegistryMetrics } from '../metrics/registry-metrics';

/** With ANIP_REGISTRY_HYGIENE=warn: tells operators what was published all the same. No excerpt: a log is no safe place. */
@Injectable()
export class HygieneWarnings {
  constructor(
    @Inject(CONFIG) private readonly config: RegistryConfig,
    private readonly metrics: RegistryMetrics,
    private readonly logger: PinoLogger,
  ) {}

  /** Called when the version is stored, so it never throws. `scan` only runs when hits are to be told. */
  published(kind: ArtifactKind, id: string, version: string, scan: () => HygieneReport): void {
    if (this.config.hygiene !== 'warn') return;
    const artifact = { [`${kind}.id`]: id, [`${kind}.version`]: version };
    try {
      this.tell(kind, artifact, scan());
    } catch (error) {
      this.logger.error({ ...artifact, err: error }, `the ${kind} was published, but could not be scanned`);
    }
  }

  private tell(kind: ArtifactKind, artifact: object, { hits, total }: HygieneReport): void {
    if (total === 0) return;
    for (const { rule } of hits) this.metrics.hygieneWarnings.inc({ kind, rule });
    this.logger.warn(
      {
        ...artifact,
        hits: hits.map(({ rule, pointer, line }) => ({ rule, pointer, ...(line === undefined ? {} : { line }) })),
        hits_total: total,
      },
      `the ${kind} was published although it breaks hygiene rules`,
    );
  }
}
