import type { AuditHead, AuditLink } from '../core/audit-trail/audit-link';
import { auditTrailHead, auditTrailLink } from '../core/audit/audit-trail';
import { BATCH_LIMIT, batchOf, singleStep, type AuditStep } from './audit-step';
import { countRows } from './rows';

const TABLE = 'audit_events';

/**
 * The chain of the audit trail. A batch is read together with the event before it, so that an audit which was interrupted
 * goes on with the same check as one that was not. A key is the head of the trail up to it.
 */
export const auditEventsStep: AuditStep = {
  name: TABLE,
  count: (read) => countRows(read, TABLE),

  keysAfter: async (read, position) => {
    const rows = await read<AuditHead & { size_bytes: number }>(
      `SELECT sequence, hash, octet_length(event) AS size_bytes FROM registry.audit_events
        WHERE sequence > $1 ORDER BY sequence LIMIT ${BATCH_LIMIT}`,
      [position?.[0] ?? 0],
    );
    return batchOf(rows.map(({ sequence, hash, size_bytes }) => ({ key: [sequence, hash], sizeBytes: size_bytes })));
  },

  load: async (read, keys) => {
    const [first, last] = [keys.at(0)?.[0], keys.at(-1)?.[0]];
    const rows = await read<AuditLink>(
      `SELECT sequence, event, previous_hash, hash FROM registry.audit_events
        WHERE sequence <= $2
          AND sequence >= coalesce((SELECT max(sequence) FROM registry.audit_events WHERE sequence < $1), $1)
        ORDER BY sequence`,
      [first, last],
    );
    return (report) => {
      rows.forEach((row, index) => {
        if (BigInt(row.sequence) < BigInt(first ?? 0)) return;
        for (const finding of auditTrailLink(row, rows[index - 1])) report(finding);
      });
    };
  },

  subject: () => ({ table: TABLE }),
};

/**
 * That there is a trail, and that it still has the head which an operator has kept elsewhere: events that were cut off at
 * its end leave no other trace.
 */
export function auditHeadStep(expected: AuditHead | undefined): AuditStep {
  return singleStep('audit_head', async (read) => {
    const rows = await read<AuditHead>(
      `(SELECT sequence, hash FROM registry.audit_events WHERE sequence = $1 ORDER BY hash LIMIT 1)
       UNION ALL (SELECT sequence, hash FROM registry.audit_events ORDER BY sequence LIMIT 1)`,
      [expected?.sequence ?? null],
    );
    return (report) => {
      if (rows.length === 0)
        report({ class: 'AUDIT_TRAIL_GAP', table: TABLE, detail: 'there is no event, not even the first' });
      const stored = rows.find(({ sequence }) => sequence === expected?.sequence)?.hash;
      if (expected !== undefined) for (const finding of auditTrailHead(expected, stored)) report(finding);
    };
  });
}
