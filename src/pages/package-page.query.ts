import { Injectable } from '@nestjs/common';
import { isArtifactId, isArtifactVersion } from '../core/artifact-id';
import { RegistryError } from '../core/errors';
import type { Lifecycle, LifecycleStatus } from '../core/lifecycle';
import type { PackageRecord, Receipt } from '../core/package-record';
import { quoteForMessage } from '../core/text';
import { compareVersions } from '../core/version-order';
import { ReadDatabase } from '../database/read-database';
import {
  lifecycleFrom,
  type LifecycleRow,
  PUBLICATION_COLUMNS,
  PUBLICATION_TABLES,
  receiptFrom,
  recordFrom,
  type ReceiptRow,
  type RecordRow,
} from '../packages/package-rows';

export interface ListedVersion {
  readonly version: string;
  readonly status: LifecycleStatus;
}

export interface DayCount {
  /** Such as 2026-09-01, in UTC. */
  readonly day: string;
  readonly downloads: number;
}

/** Everything that the page of one version shows. */
export interface PackagePage {
  readonly record: PackageRecord;
  readonly receipt: Receipt;
  /** The very bytes that were signed. */
  readonly payload: Buffer;
  readonly publicKey: Buffer;
  /** All versions of the package, the highest first. */
  readonly versions: readonly ListedVersion[];
  /** Days with downloads among the last `TREND_DAYS`, the first first. */
  readonly days: readonly DayCount[];
  readonly today: string;
  /** What changed the lifecycle, the last change first; at most `MAX_LIFECYCLE_CHANGES`. */
  readonly changes: readonly LifecycleRevision[];
}

export interface LifecycleRevision extends Lifecycle {
  /** The first change is 1: publishing counts as none. */
  readonly revision: number;
}

export const TREND_DAYS = 90;
/** More than a version ever sees; the bound is for the page. */
const MAX_LIFECYCLE_CHANGES = 50;

interface PageRow extends RecordRow, ReceiptRow {
  readonly payload: Buffer;
  readonly public_key: Buffer;
  readonly versions: readonly ListedVersion[];
  readonly days: readonly DayCount[];
  readonly today: string;
  readonly changes: readonly ChangeRow[];
}

/** From JSON, in which a time is a text. */
type ChangeRow = Omit<LifecycleRow, 'updated_at'> & { readonly updated_at: string };

const PAGE_SQL = `
  SELECT ${PUBLICATION_COLUMNS}, v.schema_version, v.manifest_digest, v.definition_digest, v.lock_digest,
         v.package_execution_signature, m.content AS manifest, d.content AS service_definition,
         k.content AS recommended_lock, y.content AS display,
         r.receipt_id, r.key_id, r.registry_signature, r.issued_at, p.content AS payload, sk.public_key,
         (SELECT json_agg(json_build_object('version', ol.package_version, 'status', ol.status))
            FROM registry.package_lifecycle ol WHERE ol.package_id = $1) AS versions,
         (SELECT coalesce(json_agg(json_build_object('day', dd.day, 'downloads', dd.downloads) ORDER BY dd.day), '[]')
            FROM registry.downloads_daily dd
           WHERE dd.artifact_kind = 'package' AND dd.artifact_id = $1 AND dd.version = $2
             AND dd.day > t.today - ${TREND_DAYS}) AS days,
         t.today::text AS today,
         (SELECT coalesce(json_agg(h), '[]')
            FROM (SELECT revision, status, reason, replacement_package_id, replacement_package_version, updated_at,
                         updated_by
                    FROM registry.package_lifecycle_history
                   WHERE package_id = $1 AND package_version = $2
                   ORDER BY revision DESC LIMIT ${MAX_LIFECYCLE_CHANGES}) h) AS changes
    FROM ${PUBLICATION_TABLES}
    CROSS JOIN (SELECT (now() AT TIME ZONE 'UTC')::date AS today) t
    JOIN registry.blobs m ON m.digest = v.manifest_digest
    JOIN registry.blobs d ON d.digest = v.definition_digest
    JOIN registry.blobs k ON k.digest = v.lock_digest
    JOIN registry.blobs y ON y.digest = v.display_digest
    JOIN registry.receipts r ON r.package_id = v.package_id AND r.package_version = v.package_version
    JOIN registry.blobs p ON p.digest = r.payload_digest
    JOIN registry.signing_keys sk ON sk.key_id = r.key_id
   WHERE v.package_id = $1 AND v.package_version = $2`;

/** One statement for the whole page: its parts come from tables of four modules. */
@Injectable()
export class PackagePageQuery {
  constructor(private readonly reads: ReadDatabase) {}

  /** @throws RegistryError PACKAGE_NOT_FOUND */
  async get(id: string, version: string): Promise<PackagePage> {
    const isPossible = isArtifactId(id) && isArtifactVersion(version);
    const [row] = isPossible ? await this.reads.lookUp<readonly PageRow[]>(PAGE_SQL, [id, version]) : [];
    if (row === undefined) {
      throw new RegistryError(
        'PACKAGE_NOT_FOUND',
        `there is no version ${quoteForMessage(version)} of a package ${quoteForMessage(id)}`,
      );
    }
    return {
      record: recordFrom(row),
      receipt: receiptFrom(row),
      payload: row.payload,
      publicKey: row.public_key,
      versions: row.versions.toSorted((a, b) => compareVersions(b.version, a.version)),
      days: row.days,
      today: row.today,
      changes: row.changes.map((change) => ({
        ...lifecycleFrom({ ...change, updated_at: new Date(change.updated_at) }),
        revision: change.revision,
      })),
    };
  }
}
