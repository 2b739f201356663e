import type { ArtifactKind } from '../artifact-id';
import { digestOf } from '../digest';
import type { ErrorCode } from '../errors';
import { canonicalJson } from '../json/canonical-json';
import type { JsonObject } from '../json/json-value';
import { byteLength } from '../text';

/** What the audit trail tells of (docs/audit-trail.md has the meaning of each). */
export const AUDIT_ACTIONS = [
  'trail.start',
  'trail.drop',
  'service.start',
  'migration.apply',
  'migration.revert',
  'signing_key.register',
  'authenticate',
  'package.publish',
  'template.publish',
  'package.lifecycle',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who acted: a publish token, the admin token, the Registry itself, or somebody without a valid token. */
export type AuditActor =
  | { readonly type: 'publisher'; readonly publisherId: string; readonly publisherType: string }
  | { readonly type: 'admin' | 'system' | 'anonymous' };

export interface AuditTarget {
  readonly kind: ArtifactKind | 'signing_key' | 'migration';
  readonly id: string;
  readonly version?: string;
}

/** Where a request came from, as keyed hashes (`clientHash`). */
export interface AuditClient {
  readonly address: string;
  /** Undefined when the client named none. */
  readonly userAgent?: string | undefined;
}

/** What happened, as far as it is known where it happens. */
export interface AuditFact {
  readonly action: AuditAction;
  /** The code of the refusal; undefined: it was accepted. */
  readonly code?: ErrorCode | undefined;
  readonly target?: AuditTarget | undefined;
  /** Small and free of secrets; cut to its digest beyond `MAX_DETAILS_BYTES`. */
  readonly details?: JsonObject | undefined;
}

export interface AuditEvent extends AuditFact {
  readonly actor: AuditActor;
  /** Of the token that was offered (`tokenId`). */
  readonly tokenId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly client?: AuditClient | undefined;
  readonly time: Date;
}

/** Half of what the database takes for a whole event (16 KiB): the rest is for names and hashes. */
const MAX_DETAILS_BYTES = 8192;

/** The event as it is stored and hashed: canonical JSON, absent members left out. */
export function auditEventText(event: AuditEvent): string {
  return canonicalJson({
    action: event.action,
    actor: actorJson(event.actor),
    ...(event.client === undefined ? {} : { client: clientJson(event.client) }),
    ...(event.code === undefined ? {} : { code: event.code }),
    ...(event.details === undefined ? {} : { details: bounded(event.details) }),
    outcome: event.code === undefined ? 'accepted' : 'refused',
    ...(event.requestId === undefined ? {} : { request_id: event.requestId }),
    ...(event.target === undefined ? {} : { target: targetJson(event.target) }),
    time: event.time.toISOString(),
    ...(event.tokenId === undefined ? {} : { token_id: event.tokenId }),
  });
}

function actorJson(actor: AuditActor): JsonObject {
  if (actor.type !== 'publisher') return { type: actor.type };
  return { type: actor.type, publisher_id: actor.publisherId, publisher_type: actor.publisherType };
}

function clientJson({ address, userAgent }: AuditClient): JsonObject {
  return { address, ...(userAgent === undefined ? {} : { user_agent: userAgent }) };
}

function targetJson({ kind, id, version }: AuditTarget): JsonObject {
  return { kind, id, ...(version === undefined ? {} : { version }) };
}

function bounded(details: JsonObject): JsonObject {
  if (byteLength(canonicalJson(details)) <= MAX_DETAILS_BYTES) return details;
  return { digest: digestOf(details), omitted: true };
}
