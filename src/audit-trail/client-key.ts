import { Injectable } from '@nestjs/common';
import type { AuditClient } from '../core/audit-trail/audit-event';
import { clientHash } from '../core/audit-trail/identifiers';
import type { Queryable } from '../database/append-audit-events';
import type { Caller } from './caller';

/** Hashes clients with the key of the database, which is read once: it never changes. */
@Injectable()
export class ClientKey {
  private key: Uint8Array | undefined;

  /** Through the caller's own connection: nobody waits for a second one while holding the first. */
  async hashClient(database: Queryable, { address, userAgent }: Caller): Promise<AuditClient | undefined> {
    if (address === undefined) return undefined;
    const key = (this.key ??= await readKey(database));
    return {
      address: clientHash(key, 'address', address),
      userAgent: userAgent === undefined ? undefined : clientHash(key, 'user_agent', userAgent),
    };
  }
}

async function readKey(database: Queryable): Promise<Uint8Array> {
  const rows = (await database.query('SELECT key FROM registry.audit_client_key')) as readonly { key: Uint8Array }[];
  const [row] = rows;
  if (row === undefined) throw new Error('registry.audit_client_key has no row; its migration puts one there');
  return row.key;
}
