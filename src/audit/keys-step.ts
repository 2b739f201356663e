import { auditKeys, type StatedKeys } from '../core/audit/audit-keys';
import { singleStep, type AuditStep } from './audit-step';

/** The keys of the store against those of the configuration. */
export function keysStep(stated: StatedKeys): AuditStep {
  return singleStep('signing_keys', async (read) => {
    const rows = await read<{ key_id: string; public_key: Buffer; receipts: string }>(
      `SELECT k.key_id, k.public_key, (SELECT count(*) FROM registry.receipts r WHERE r.key_id = k.key_id) AS receipts
         FROM registry.signing_keys k ORDER BY k.key_id`,
    );
    return (report) => {
      const stored = rows.map((row) => ({
        keyId: row.key_id,
        publicKey: row.public_key,
        receipts: Number(row.receipts),
      }));
      for (const finding of auditKeys(stored, stated)) report(finding);
    };
  });
}
