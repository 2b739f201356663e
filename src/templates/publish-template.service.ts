import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from '../audit-trail/audit-trail.service';
import type { Caller } from '../audit-trail/caller';
import { Clock } from '../clock/clock';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import { member, textOf } from '../core/json/json-value';
import { templateFacts, type TemplateRecord } from '../core/template-record';
import { templateHygiene } from '../core/template-rules/template-hygiene';
import type { TemplateRequest } from '../core/template-rules/template-request';
import { wireTimestamp } from '../core/timestamp';
import { uniqueViolationOf } from '../database/pg-errors';
import { ReadDatabase } from '../database/read-database';
import { inTransaction } from '../database/transaction';
import { claimArtifact, indexForSearch, storeBlobs } from '../publishing/artifact-claim';
import { HygieneWarnings } from '../publishing/hygiene-warnings';
import { TemplateVersionStats } from './template-version-stats.entity';
import { type CheckedTemplate, templateVersionExists } from './template-version';
import { TemplateVersion } from './template-version.entity';

/** Storing a template that the pipes have let through; templates carry digests but no receipt. */
@Injectable()
export class PublishTemplateService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reads: ReadDatabase,
    @Inject(CONFIG) private readonly config: RegistryConfig,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly hygiene: HygieneWarnings,
    private readonly logger: PinoLogger,
  ) {}

  async publish({ request, documents }: CheckedTemplate, caller: Caller): Promise<TemplateRecord> {
    const record: TemplateRecord = {
      templateId: request.templateId,
      templateVersion: request.templateVersion,
      ...templateFacts(request),
      ...this.config.publishing,
      publishedAt: wireTimestamp(this.clock.now()),
      downloadCount: 0,
      manifestDigest: documents.manifest.digest,
      templateDigest: documents.template.digest,
      packageDigest: documents.envelope.digest,
      manifest: documents.manifest.bytes,
      template: documents.template.bytes,
      envelope: documents.envelope.bytes,
    };
    await inTransaction(this.dataSource, async (tx) => {
      await claimArtifact(tx, 'template', record.templateId);
      await storeBlobs(tx, [documents.manifest, documents.template, documents.envelope]);
      await this.insertVersion(tx, record);
      await indexForSearch(tx, searchEntry(record, request));
      await this.trail.append(tx, caller, {
        action: 'template.publish',
        target: { kind: 'template', id: record.templateId, version: record.templateVersion },
        details: { package_digest: record.packageDigest },
      });
    });
    await this.reads.noteWrite();
    this.logger.info(
      {
        'template.id': record.templateId,
        'template.version': record.templateVersion,
        template_digest: record.templateDigest,
      },
      'template published',
    );
    this.hygiene.published('template', record.templateId, record.templateVersion, () => templateHygiene(request));
    return record;
  }

  private async insertVersion(tx: EntityManager, record: TemplateRecord): Promise<void> {
    const { templateId, templateVersion } = record;
    const publishedAt = new Date(record.publishedAt);
    try {
      await tx.insert(TemplateVersion, {
        templateId,
        templateVersion,
        templateKind: record.templateKind,
        projectType: record.projectType,
        anipSpecVersion: record.anipSpecVersion,
        domain: record.domain,
        industry: record.industry,
        systems: [...record.systems],
        manifestDigest: record.manifestDigest,
        templateDigest: record.templateDigest,
        packageDigest: record.packageDigest,
        publisherId: record.publisherId,
        publisherType: record.publisherType,
        publishedAt,
      });
    } catch (error) {
      if (uniqueViolationOf(error) === 'template_versions_pkey')
        throw templateVersionExists(templateId, templateVersion);
      throw error;
    }
    await tx.insert(TemplateVersionStats, { templateId, templateVersion, publishedAt });
  }
}

function searchEntry(
  record: TemplateRecord,
  { manifest, template }: TemplateRequest,
): Parameters<typeof indexForSearch>[1] {
  return {
    kind: 'template',
    id: record.templateId,
    version: record.templateVersion,
    title: textOf(member(manifest, 'template_title')) || textOf(member(template, 'title')),
    summary:
      textOf(member(manifest, 'template_summary')) ||
      textOf(member(manifest, 'summary')) ||
      textOf(member(template, 'summary')),
    keywords: [record.domain, record.industry, ...record.systems],
    domain: record.domain,
    specVersion: record.anipSpecVersion,
  };
}
