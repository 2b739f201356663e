import { digestOfBytes } from '../digest';

/** An event with its place in the trail, columns by their names in the store. */
export interface AuditLink {
  /** From 1, without gaps; the text of a bigint. */
  readonly sequence: string;
  /** Canonical JSON. */
  readonly event: string;
  readonly previous_hash: string;
  readonly hash: string;
}

/** What stands in the first event for the hash of the one before. */
export const NO_PREVIOUS_HASH = `sha256:${'0'.repeat(64)}`;

/**
 * SHA-256 over the canonical JSON of `{event, previous_hash, sequence}`. It is put together of the stored texts: the
 * event is canonical already, and is hashed as the bytes that it is stored as.
 */
export function auditEventHash({ sequence, event, previous_hash }: Omit<AuditLink, 'hash'>): string {
  return digestOfBytes(Buffer.from(`{"event":${event},"previous_hash":"${previous_hash}","sequence":${sequence}}`));
}

/** The same with its hash: canonical JSON, one line of an export. */
export function auditLinkText({ sequence, event, previous_hash, hash }: AuditLink): string {
  return `{"event":${event},"hash":"${hash}","previous_hash":"${previous_hash}","sequence":${sequence}}`;
}

/** A place in a trail: all events up to it are fixed by its hash. */
export interface AuditHead {
  readonly sequence: string;
  readonly hash: string;
}

const HEAD = /^([1-9]\d{0,17}):(sha256:[0-9a-f]{64})$/;

/** `<sequence>:sha256:<hex>`, as an audit and an export print it; undefined for anything else. */
export function parseAuditHead(text: string): AuditHead | undefined {
  const [, sequence, hash] = HEAD.exec(text) ?? [];
  return sequence === undefined || hash === undefined ? undefined : { sequence, hash };
}

export function auditHeadText({ sequence, hash }: AuditHead): string {
  return `${sequence}:${hash}`;
}
