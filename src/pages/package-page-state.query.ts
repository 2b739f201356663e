import { Injectable } from '@nestjs/common';
import type { Lifecycle, LifecycleStatus } from '../core/lifecycle';
import { compareVersions } from '../core/version-order';
import type { PreparedStatement } from '../database/prepared-statement';
import { ReadDatabase } from '../database/read-database';
import { SharedReads } from '../database/shared-reads';
import { lifecycleFrom, type LifecycleRow } from '../packages/package-rows';
import { type VersionName, versionText } from '../packages/version-name';
import { stateFrom, stateParameters, type StateRow, type VersionState } from '../packages/version-state';

/** What may have changed on the page of a version since it was last read. */
export interface PackagePageState extends VersionState {
  /** What else is read for the page, as JSON: most of the time it is the same as before, and need not be read again. */
  readonly surroundings: string;
}

/** What a page shows beside its version. */
export interface Surroundings {
  /** All versions of the package, the highest first. */
  readonly versions: readonly ListedVersion[];
  /** Days with downloads among the last `TREND_DAYS`, the first first. */
  readonly days: readonly DayCount[];
  readonly today: string;
  /** What changed the lifecycle, the last change first; at most `MAX_LIFECYCLE_CHANGES`. */
  readonly changes: readonly LifecycleRevision[];
}

export interface ListedVersion {
  readonly version: string;
  readonly status: LifecycleStatus;
}

export interface DayCount {
  /** Such as 2026-09-01, in UTC. */
  readonly day: string;
  readonly downloads: number;
}

export interface LifecycleRevision extends Lifecycle {
  /** The first change is 1: publishing counts as none. */
  readonly revision: number;
}

export const TREND_DAYS = 90;
/** More than a version ever sees; the bound is for the page. */
const MAX_LIFECYCLE_CHANGES = 50;

/**
 * The rows that a page is made and verified of, as they are now: a row that was written again, by whatever, is another
 * one, and its page is verified anew. Documents need no mention, since a CHECK holds them to the digests that these rows
 * name; nor does the state of a key, which says nothing about what it has signed. Aliases r for the receipt, v for the
 * version, sk for the key.
 */
export const PAGE_SOURCE = `concat_ws(' ', r.receipt_id, r.xmin, v.xmin, encode(sk.public_key, 'hex')) AS publish`;

const STATES: PreparedStatement = {
  name: 'states-of-pages',
  text: `
    SELECT s.package_id, s.package_version, s.download_count, ${PAGE_SOURCE}, l.status, l.reason,
           l.replacement_package_id, l.replacement_package_version, l.updated_at, l.updated_by, l.revision,
           json_build_object(
             'versions',
             (SELECT json_agg(json_build_object('version', o.package_version, 'status', o.status))
                FROM registry.package_lifecycle o WHERE o.package_id = s.package_id),
             'days',
             (SELECT coalesce(json_agg(json_build_object('day', dd.day, 'downloads', dd.downloads) ORDER BY dd.day), '[]')
                FROM registry.downloads_daily dd
               WHERE dd.artifact_kind = 'package' AND dd.artifact_id = s.package_id AND dd.version = s.package_version
                 AND dd.day > t.today - ${TREND_DAYS}),
             'today', t.today,
             'changes',
             (SELECT coalesce(json_agg(h), '[]')
                FROM (SELECT revision, status, reason, replacement_package_id, replacement_package_version, updated_at,
                             updated_by
                        FROM registry.package_lifecycle_history c
                       WHERE c.package_id = s.package_id AND c.package_version = s.package_version
                       ORDER BY revision DESC LIMIT ${MAX_LIFECYCLE_CHANGES}) h))::text AS surroundings
      FROM unnest($1::text[], $2::text[]) AS asked (package_id, package_version)
      JOIN registry.package_version_stats s USING (package_id, package_version)
      JOIN registry.package_versions v USING (package_id, package_version)
      JOIN registry.package_lifecycle l USING (package_id, package_version)
      JOIN registry.receipts r USING (package_id, package_version)
      JOIN registry.signing_keys sk ON sk.key_id = r.key_id
     CROSS JOIN (SELECT (now() AT TIME ZONE 'UTC')::date AS today) t`,
};

/** Read for every request, whatever is kept; those that arrive together share one statement. */
@Injectable()
export class PackagePageStateQuery {
  private readonly states: SharedReads<VersionName, PackagePageState>;

  constructor(reads: ReadDatabase) {
    this.states = new SharedReads({
      readAll: async (names: readonly VersionName[]) =>
        (await reads.lookUp<readonly Row[]>(STATES, stateParameters(names), names.length)).map(pageStateFrom),
      textOf: versionText,
    });
  }

  find(name: VersionName): Promise<PackagePageState | undefined> {
    return this.states.read(name);
  }
}

interface Row extends StateRow {
  readonly surroundings: string;
}

/** From JSON, in which a time is a text. */
type ChangeRow = Omit<LifecycleRow, 'updated_at'> & { readonly updated_at: string };

function pageStateFrom(row: Row): PackagePageState {
  return { ...stateFrom(row), surroundings: row.surroundings };
}

export function surroundingsOf({ surroundings }: Pick<PackagePageState, 'surroundings'>): Surroundings {
  // The statement above has written it.
  const stored = JSON.parse(surroundings) as Omit<Surroundings, 'changes'> & { readonly changes: readonly ChangeRow[] };
  return {
    ...stored,
    versions: stored.versions.toSorted((a, b) => compareVersions(b.version, a.version)),
    changes: stored.changes.map((change) => ({
      ...lifecycleFrom({ ...change, updated_at: new Date(change.updated_at) }),
      revision: change.revision,
    })),
  };
}
