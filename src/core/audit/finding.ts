/**
 * What an audit can find, by its stable class (docs/audit.md explains each). Damage: the store is not what was
 * published, or cannot prove it.
 */
export const DAMAGE_CLASSES = [
  // the schema
  'MIGRATION_PENDING',
  'MIGRATION_CHANGED',
  'TABLE_MISSING',
  'CONSTRAINT_MISSING',
  'CONSTRAINT_NOT_ENFORCED',
  'TRIGGER_MISSING',
  'TRIGGER_DISABLED',
  'TRIGGER_CHANGED',
  'FUNCTION_CHANGED',
  // keys
  'SIGNING_KEY_MISSING',
  'SIGNING_KEY_REBOUND',
  // rows
  'ROW_MISSING',
  'ROW_ORPHANED',
  'ROW_DUPLICATED',
  'ROW_UNREADABLE',
  'ARTIFACT_LOOKS_ALIKE',
  // content
  'BLOB_DIGEST_MISMATCH',
  'BLOB_MISSING',
  'DOCUMENT_INVALID',
  'DOCUMENT_NOT_CANONICAL',
  'DOCUMENT_DIGEST_MISMATCH',
  'STAMP_MISMATCH',
  'DISPLAY_MISMATCH',
  'EXECUTION_SIGNATURE_MISMATCH',
  'TEMPLATE_FACTS_MISMATCH',
  'TEMPLATE_ENVELOPE_MISMATCH',
  // receipts
  'RECEIPT_ROW_MISMATCH',
  'RECEIPT_ID_MISMATCH',
  'RECEIPT_PAYLOAD_MISMATCH',
  'RECEIPT_SIGNATURE_INVALID',
  // what changes
  'LIFECYCLE_INVALID',
  'LIFECYCLE_HISTORY_GAP',
  'LIFECYCLE_HISTORY_MISMATCH',
  'DOWNLOAD_COUNT_INVALID',
  'DOWNLOAD_COUNT_MISMATCH',
  'STATS_MISMATCH',
  // the audit trail
  'AUDIT_TRAIL_GAP',
  'AUDIT_TRAIL_BROKEN',
  'AUDIT_TRAIL_HEAD_MISMATCH',
  'AUDIT_EVENT_ALTERED',
  'AUDIT_EVENT_INVALID',
] as const;

/** What an operator may want to know, and no damage: rebuildable, harmless, or as it was configured. */
export const NOTE_CLASSES = [
  'MIGRATION_UNKNOWN',
  'INDEX_MISSING',
  'SIGNING_KEY_REVOKED',
  'SIGNING_KEY_NOT_CONFIGURED',
  'BLOB_ORPHANED',
  'SEARCH_ROW_MISSING',
  'SEARCH_ROW_ORPHANED',
] as const;

export type FindingClass = (typeof DAMAGE_CLASSES)[number] | (typeof NOTE_CLASSES)[number];

export interface Finding {
  readonly class: FindingClass;
  /** The id of the package or template. */
  readonly artifact?: string;
  readonly version?: string;
  readonly table?: string;
  readonly detail: string;
}

export function isFindingClass(text: string): text is FindingClass {
  return [...DAMAGE_CLASSES, ...NOTE_CLASSES].some((known) => known === text);
}

export function isDamage(findingClass: FindingClass): boolean {
  return DAMAGE_CLASSES.some((damage) => damage === findingClass);
}
