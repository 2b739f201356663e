import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
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
import { HygieneWarnings } from '../publishing/hygiene-warnings';
import type { SearchEntry } from '../publishing/search-row';
import { storeVersion } from '../publishing/store-version';
import { type CheckedTemplate, templateVersionExists } from './template-version';
import { templateVersionRows } from './template-version-rows';

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
    await this.store(record, { request, documents }, caller);
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

  /** Everything of a version commits together or not at all; the database refuses a commit with a part missing. */
  private async store(record: TemplateRecord, { request, documents }: CheckedTemplate, caller: Caller): Promise<void> {
    const { templateId, templateVersion } = record;
    const eventText = await this.trail.eventText(this.dataSource, caller, {
      action: 'template.publish',
      target: { kind: 'template', id: templateId, version: templateVersion },
      details: { package_digest: record.packageDigest },
    });
    try {
      await storeVersion(this.dataSource, {
        search: searchEntry(record, request),
        documents: [documents.manifest, documents.template, documents.envelope],
        rows: (parameters) => templateVersionRows(record, parameters),
        eventText,
      });
    } catch (error) {
      if (uniqueViolationOf(error) === 'template_versions_pkey')
        throw templateVersionExists(templateId, templateVersion);
      throw error;
    }
  }
}

function searchEntry(record: TemplateRecord, { manifest, template }: TemplateRequest): SearchEntry {
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
