import { type AuditHead, type AuditLink, auditEventHash, NO_PREVIOUS_HASH } from '../audit-trail/audit-link';
import { RegistryError } from '../errors';
import { canonicalJson } from '../json/canonical-json';
import { isObject, type JsonValue, member } from '../json/json-value';
import { parseJson } from '../json/parse-json';
import { quoteForMessage } from '../text';
import type { Finding } from './finding';

const TABLE = 'audit_events';
const ACTION = /^[a-z_]+(?:\.[a-z_]+)?$/;

/**
 * One event of the trail against the one before it; undefined: there is none before it. Whatever was removed, altered,
 * exchanged or put in between shows at one of the events, since each hash covers the place, the event and the hash before.
 */
export function* auditTrailLink(link: AuditLink, before: AuditHead | undefined): Generator<Finding> {
  const expected = before === undefined ? 1n : BigInt(before.sequence) + 1n;
  if (BigInt(link.sequence) !== expected) {
    const missing =
      BigInt(link.sequence) < expected ? 'is there twice' : `follows ${expected - 1n}: events are missing`;
    yield { table: TABLE, class: 'AUDIT_TRAIL_GAP', detail: `event ${link.sequence} ${missing}` };
  } else if (link.previous_hash !== (before?.hash ?? NO_PREVIOUS_HASH)) {
    yield {
      table: TABLE,
      class: 'AUDIT_TRAIL_BROKEN',
      detail: `event ${link.sequence} was added after another one than the one that stands before it`,
    };
  }
  if (auditEventHash(link) !== link.hash) {
    yield {
      table: TABLE,
      class: 'AUDIT_EVENT_ALTERED',
      detail: `event ${link.sequence} does not have the hash that it is stored with`,
    };
    return;
  }
  const fault = faultOf(link);
  if (fault !== undefined) {
    yield { table: TABLE, class: 'AUDIT_EVENT_INVALID', detail: `event ${link.sequence} ${fault}` };
  }
}

/** `stored`: the hash of the trail at the sequence of `expected`; undefined: the trail does not reach it. */
export function* auditTrailHead(expected: AuditHead, stored: string | undefined): Generator<Finding> {
  if (stored === expected.hash) return;
  yield {
    table: TABLE,
    class: 'AUDIT_TRAIL_HEAD_MISMATCH',
    detail:
      stored === undefined
        ? `event ${expected.sequence} of the expected head is gone: the end of the trail was cut off`
        : `event ${expected.sequence} has another hash than the expected head: the trail was written anew`,
  };
}

/** Hashed as it is, and yet nothing that this Registry writes: it was put there by hand. */
function faultOf({ sequence, event }: AuditLink): string | undefined {
  const value = parsed(event);
  if (!isObject(value) || canonicalJson(value) !== event) return 'is no JSON object in canonical form';
  const action = member(value, 'action');
  if (typeof action !== 'string') return 'does not say what happened';
  if ((action === 'trail.start') !== (sequence === '1')) return `is ${quoteForMessage(action)} at the wrong place`;
  // No list of actions: a newer build may have further ones.
  return ACTION.test(action) ? undefined : `has the action ${quoteForMessage(action)}, which no build writes`;
}

function parsed(event: string): JsonValue | undefined {
  try {
    return parseJson(Buffer.from(event));
  } catch (error) {
    if (error instanceof RegistryError) return undefined;
    throw error;
  }
}
