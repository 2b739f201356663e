import { Injectable } from '@nestjs/common';
import type { LifecycleStatus } from '../core/lifecycle';
import { ReadDatabase } from '../database/read-database';

export interface NewPackageVersion {
  readonly package_id: string;
  readonly package_version: string;
  readonly published_at: Date;
  readonly publisher_id: string;
  readonly receipt_id: string;
  readonly status: LifecycleStatus;
  readonly reason: string;
  readonly lifecycle_changed_at: Date | null;
  readonly title: string | null;
  readonly summary: string | null;
}

/**
 * The newest versions that were not taken down, for the feed. Name and summary come from the search index: the
 * documents of fifty versions may have fifty MiB.
 */
@Injectable()
export class NewestPackagesQuery {
  constructor(private readonly reads: ReadDatabase) {}

  read(limit: number): Promise<readonly NewPackageVersion[]> {
    return this.reads.query<readonly NewPackageVersion[]>(
      `SELECT v.package_id, v.package_version, v.published_at, v.publisher_id, r.receipt_id,
              l.status, l.reason, l.updated_at AS lifecycle_changed_at, t.title, t.summary
         FROM registry.package_versions v
         JOIN registry.package_lifecycle l USING (package_id, package_version)
         JOIN registry.receipts r USING (package_id, package_version)
         LEFT JOIN registry.artifact_search t
           ON t.artifact_kind = 'package' AND t.artifact_id = v.package_id AND t.version = v.package_version
        WHERE l.status <> 'takedown'
        ORDER BY v.published_at DESC, v.package_id, v.package_version
        LIMIT ${limit}`,
    );
  }
}
