import type { Request } from 'express';
import type { AuditActor } from '../core/audit-trail/audit-event';
import { tokenId } from '../core/audit-trail/identifiers';
import { clientAddress } from '../http/client-address';
import { contextOf } from '../http/request-context';
import { bearerToken } from '../publishing/bearer-token';

/** Longer ones are hashed up to here: two that differ only behind it count as one. */
const MAX_USER_AGENT_LENGTH = 512;

/** Who asked, as the audit trail needs to know it. The address and the user agent are only ever written as hashes. */
export interface Caller {
  readonly type: AuditActor['type'];
  readonly tokenId?: string | undefined;
  readonly requestId?: string | undefined;
  /** As limits count clients: of IPv6 the network, and behind trusted proxies the address that they name. */
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
}

/**
 * Somebody whom no guard let in. The token is told only when it was compared with the valid ones: made-up tokens would
 * each be an event of their own.
 */
export function strangerOf(request: Request, isTokenCompared: boolean): Caller {
  const caller = callerOf(request, 'anonymous');
  return isTokenCompared ? caller : { ...caller, tokenId: undefined };
}

/** The Registry itself: its demo data, its keys. */
export const SYSTEM_CALLER: Caller = { type: 'system' };

/** `type` is what the guards have found out: `anonymous` when they let nobody in. */
export function callerOf(request: Request, type: Exclude<AuditActor['type'], 'system'>): Caller {
  const token = bearerToken(request);
  return {
    type,
    tokenId: token === undefined ? undefined : tokenId(token),
    requestId: request.res === undefined ? undefined : contextOf(request.res).requestId,
    // A client that has gone has no address any more.
    address: clientAddress(request) || undefined,
    userAgent: request.headers['user-agent']?.slice(0, MAX_USER_AGENT_LENGTH),
  };
}
