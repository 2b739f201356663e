import type { Subject } from '../core/audit/audit-document';
import type { Finding } from '../core/audit/finding';
import type { Read } from './snapshot';

/** Names one thing that a step looks at, by the columns that its batches are ordered by. */
export type Key = readonly string[];

/** Told about what is found; `times` when one finding stands for many alike. */
export type Report = (finding: Finding, times?: number) => void;

/** Judges what was loaded: pure work, done when the snapshot is closed. */
export type Judgement = (report: Report) => void;

/** In the order in which they are walked; a state that is resumed names one of them. */
export const STEP_NAMES = [
  'migrations',
  'catalog',
  'signing_keys',
  'blobs',
  'packages',
  'templates',
  'relations',
  'orphan_blobs',
  'audit_events',
  'audit_head',
] as const;
export type StepName = (typeof STEP_NAMES)[number];

/**
 * One part of an audit, walked in batches by key: memory does not grow with the store, and an audit that was
 * interrupted goes on after the last key.
 */
export interface AuditStep {
  readonly name: StepName;
  /** How many keys there are, for the progress. */
  count(read: Read): Promise<number>;
  /** The next keys after `position`, as many as make a batch; none: the step is done. */
  keysAfter(read: Read, position: Key | undefined): Promise<readonly Key[]>;
  load(read: Read, keys: readonly Key[]): Promise<Judgement>;
  /** What a finding about the key as a whole is about. */
  subject(key: Key): Subject;
}

const MAX_BATCH_KEYS = 100;
/** A version has up to 5 MiB of documents: a batch is cut by what it weighs, not by its length alone. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

export const BATCH_LIMIT = MAX_BATCH_KEYS;

/** At least one key, and no more than the bytes allow. */
export function batchOf(rows: readonly { readonly key: Key; readonly sizeBytes: number }[]): readonly Key[] {
  const keys: Key[] = [];
  let sizeBytes = 0;
  for (const row of rows) {
    sizeBytes += row.sizeBytes;
    if (keys.length > 0 && sizeBytes > MAX_BATCH_BYTES) break;
    keys.push(row.key);
  }
  return keys;
}

/** A step that is one batch with one key: small, and always looked at as a whole. */
export function singleStep(name: StepName, load: (read: Read) => Promise<Judgement>): AuditStep {
  return {
    name,
    count: () => Promise.resolve(1),
    keysAfter: (_, position) => Promise.resolve(position === undefined ? [[name]] : []),
    load: (read) => load(read),
    subject: () => ({}),
  };
}
