import type { Request } from 'express';
import { type ArtifactKind, isArtifactId, isArtifactVersion } from '../core/artifact-id';
import type { AuditTarget } from '../core/audit-trail/audit-event';
import { type JsonValue, member, textOf } from '../core/json/json-value';

const BODIES = new WeakMap<Request, JsonValue>();

/** Remembers what a request wants to publish, for as long as the request is there. */
export function noteBody(request: Request, body: JsonValue): void {
  BODIES.set(request, body);
}

/**
 * What a publish is about, as far as its body says so in the grammar of names: the audit trail keeps no other text of a
 * body that was refused.
 */
export function publishTarget(request: Request, kind: ArtifactKind): AuditTarget | undefined {
  const body = BODIES.get(request);
  const id = textOf(member(body, `${kind}_id`));
  const version = textOf(member(body, `${kind}_version`));
  if (!isArtifactId(id)) return undefined;
  return { kind, id, ...(isArtifactVersion(version) ? { version } : {}) };
}
