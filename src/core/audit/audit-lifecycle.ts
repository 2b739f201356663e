import { isLifecycleStatus, MAX_REASON_CHARACTERS } from '../lifecycle';
import { isBlank, quoteForMessage } from '../text';
import type { Finding } from './finding';

/** What package_lifecycle and its history have in common, columns by their names in the store. */
export interface StoredLifecycle {
  readonly status: string;
  readonly reason: string;
  readonly replacement_package_id: string | null;
  readonly replacement_package_version: string | null;
  readonly updated_at: Date | null;
  readonly updated_by: string | null;
  readonly revision: number;
}

const COMPARED = [
  'status',
  'reason',
  'replacement_package_id',
  'replacement_package_version',
  'updated_at',
  'updated_by',
] as const;

/**
 * The row keeps the rules, and its history has every revision from 1 up to the row's, the last one equal to it
 * (data-model.md section 5). `history` in any order.
 */
export function* auditLifecycle(
  version: { readonly artifact: string; readonly version: string },
  row: StoredLifecycle,
  history: readonly StoredLifecycle[],
): Generator<Finding> {
  const broken = brokenRule(version, row);
  if (broken !== undefined) {
    yield { ...version, table: 'package_lifecycle', class: 'LIFECYCLE_INVALID', detail: broken };
  }

  const table = 'package_lifecycle_history';
  const revisions = history.map(({ revision }) => revision).sort((left, right) => left - right);
  if (revisions.length !== row.revision || revisions.some((revision, index) => revision !== index + 1)) {
    yield {
      ...version,
      table,
      class: 'LIFECYCLE_HISTORY_GAP',
      detail: `the row is at revision ${row.revision}, the history has ${listed(revisions)}`,
    };
  }
  const last = history.find(({ revision }) => revision === row.revision);
  const differing = last === undefined ? [] : COMPARED.filter((name) => textIn(last[name]) !== textIn(row[name]));
  if (differing.length > 0) {
    yield {
      ...version,
      table,
      class: 'LIFECYCLE_HISTORY_MISMATCH',
      detail: `revision ${row.revision} of the history differs from the row in ${differing.join(', ')}`,
    };
  }
}

function brokenRule(
  { artifact, version }: { readonly artifact: string; readonly version: string },
  row: StoredLifecycle,
): string | undefined {
  if (!isLifecycleStatus(row.status)) return `the status ${quoteForMessage(row.status)} is not known`;
  if (row.status !== 'active' && isBlank(row.reason)) return `the status "${row.status}" has no reason`;
  if (Array.from(row.reason).length > MAX_REASON_CHARACTERS) return 'the reason is too long';
  if ((row.replacement_package_id === null) !== (row.replacement_package_version === null)) {
    return 'the replacement has only one of id and version';
  }
  if (row.replacement_package_id === artifact && row.replacement_package_version === version) {
    return 'the version is its own replacement';
  }
  const isTouched = row.updated_at !== null && row.updated_by !== null;
  if (row.revision > 0) return isTouched ? undefined : `revision ${row.revision} does not say when and by whom`;
  const isFresh = row.revision === 0 && row.updated_at === null && row.updated_by === null;
  const isUnchanged = row.status === 'active' && row.reason === '' && row.replacement_package_id === null;
  return isFresh && isUnchanged ? undefined : 'the row was changed without a revision';
}

function textIn(value: string | Date | null): string | undefined {
  return value instanceof Date ? value.toISOString() : (value ?? undefined);
}

function listed(revisions: readonly number[]): string {
  const MAX_LISTED = 10;
  if (revisions.length === 0) return 'none';
  const shown = revisions.slice(0, MAX_LISTED).join(', ');
  return revisions.length > MAX_LISTED ? `${shown} and ${revisions.length - MAX_LISTED} more` : shown;
}
