import { type AuditEvent, auditEventText } from '../core/audit-trail/audit-event';

/** What a statement can be sent through: a data source, a transaction, a query runner or a client. */
export interface Queryable {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/**
 * Adds events to the end of the audit trail, in their order. In a transaction it must be the last statement: from here
 * to its end nobody else can append, and two that append first and lock rows afterwards could wait for each other.
 */
export async function appendAuditEvents(target: Queryable, events: readonly AuditEvent[]): Promise<void> {
  await target.query(`SELECT ${appendAuditEventsSql('$1')}`, [events.map(auditEventText)]);
}

/** The same as a part of a statement, in which it must come last; `place` is that of an array of event texts. */
export function appendAuditEventsSql(place: string): string {
  return `registry.append_audit_events(${place}::text[])`;
}
