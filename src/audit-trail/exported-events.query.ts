import type { Client } from 'pg';
import type { AuditLink } from '../core/audit-trail/audit-link';

/** An event has up to 16 KiB: a batch stays below 16 MiB. */
const BATCH_EVENTS = 1000;

/** The events after `sequence` in their order, batch by batch: memory does not grow with the trail. */
export async function* exportedEvents(client: Client, sequence: string): AsyncGenerator<readonly AuditLink[]> {
  let after = sequence;
  for (;;) {
    const { rows } = await client.query<AuditLink>(
      `SELECT sequence, event, previous_hash, hash FROM registry.audit_events
        WHERE sequence > $1 ORDER BY sequence LIMIT ${BATCH_EVENTS}`,
      [after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.sequence;
  }
}
