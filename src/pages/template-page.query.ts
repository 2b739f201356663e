import { Injectable } from '@nestjs/common';
import { isArtifactId, isArtifactVersion } from '../core/artifact-id';
import { RegistryError } from '../core/errors';
import type { TemplateRecord } from '../core/template-record';
import { quoteForMessage } from '../core/text';
import { compareVersions } from '../core/version-order';
import { ReadDatabase } from '../database/read-database';
import { recordFrom, SUMMARY_COLUMNS, type TemplateRow } from '../templates/template-rows';
import { TREND_DAYS, type DayCount } from './package-page-state.query';

/** Everything that the page of one template version shows. */
export interface TemplatePage {
  readonly record: TemplateRecord;
  /** All versions of the template, the highest first. */
  readonly versions: readonly string[];
  readonly days: readonly DayCount[];
  readonly today: string;
}

interface PageRow extends TemplateRow {
  readonly versions: readonly string[];
  readonly days: readonly DayCount[];
  readonly today: string;
}

const PAGE_SQL = `
  SELECT ${SUMMARY_COLUMNS}, v.manifest_digest, v.template_digest, v.package_digest, t.content AS template,
         e.content AS envelope,
         (SELECT json_agg(o.template_version) FROM registry.template_version_stats o
           WHERE o.template_id = $1) AS versions,
         (SELECT coalesce(json_agg(json_build_object('day', dd.day, 'downloads', dd.downloads) ORDER BY dd.day), '[]')
            FROM registry.downloads_daily dd
           WHERE dd.artifact_kind = 'template' AND dd.artifact_id = $1 AND dd.version = $2
             AND dd.day > c.today - ${TREND_DAYS}) AS days,
         c.today::text AS today
    FROM registry.template_versions v
    CROSS JOIN (SELECT (now() AT TIME ZONE 'UTC')::date AS today) c
    JOIN registry.template_version_stats s USING (template_id, template_version)
    JOIN registry.blobs m ON m.digest = v.manifest_digest
    JOIN registry.blobs t ON t.digest = v.template_digest
    JOIN registry.blobs e ON e.digest = v.package_digest
   WHERE v.template_id = $1 AND v.template_version = $2`;

/** One statement for the whole page. */
@Injectable()
export class TemplatePageQuery {
  constructor(private readonly reads: ReadDatabase) {}

  /** @throws RegistryError TEMPLATE_NOT_FOUND */
  async get(id: string, version: string): Promise<TemplatePage> {
    const isPossible = isArtifactId(id) && isArtifactVersion(version);
    const [row] = isPossible ? await this.reads.lookUp<readonly PageRow[]>(PAGE_SQL, [id, version]) : [];
    if (row === undefined) {
      throw new RegistryError(
        'TEMPLATE_NOT_FOUND',
        `there is no version ${quoteForMessage(version)} of a template ${quoteForMessage(id)}`,
      );
    }
    return {
      record: recordFrom(row),
      versions: row.versions.toSorted((a, b) => compareVersions(b, a)),
      days: row.days,
      today: row.today,
    };
  }
}
