import type { AuditStep } from './audit-step';
import { FINDING_EXAMPLES } from './finding-log';
import { timesOf } from './rows';

const REFERENCES = {
  package_versions: ['manifest_digest', 'definition_digest', 'lock_digest', 'lineage_digest', 'display_digest'],
  receipts: ['payload_digest'],
  template_versions: ['manifest_digest', 'template_digest', 'package_digest'],
} as const;

/** By the first hex digit of the digest: the columns that name blobs have no index, so each slice reads them once. */
const SLICES = Array.from('0123456789abcdef');

/** Blobs that nothing names. Harmless, and a sign that rows were lost or that somebody wrote past the Registry. */
export const orphanBlobsStep: AuditStep = {
  name: 'orphan_blobs',
  count: () => Promise.resolve(SLICES.length),
  keysAfter: (_, position) => {
    const next = SLICES[position === undefined ? 0 : SLICES.indexOf(position[0] ?? '') + 1];
    return Promise.resolve(next === undefined ? [] : [[next]]);
  },
  load: async (read, [key]) => {
    const digit = key?.[0] ?? '';
    const rows = await read<{ digest: string; total: string }>(ORPHANS, [
      `sha256:${digit}`,
      `sha256:${digit}${String.fromCodePoint(0x10ffff)}`,
    ]);
    return (report) => {
      rows.forEach(({ digest, total }, index) => {
        report(
          { class: 'BLOB_ORPHANED', table: 'blobs', detail: `nothing names the blob ${digest}` },
          timesOf(index, rows.length, Number(total)),
        );
      });
    };
  },
  subject: () => ({ table: 'blobs' }),
};

const REFERENCED = Object.entries(REFERENCES)
  .flatMap(([table, columns]) =>
    columns.map((column) => `SELECT ${column} FROM registry.${table} WHERE ${column} >= $1 AND ${column} < $2`),
  )
  .join(' UNION ALL ');

const ORPHANS = `
  WITH referenced (digest) AS (${REFERENCED})
  SELECT b.digest, count(*) OVER () AS total FROM registry.blobs b
   WHERE b.digest >= $1 AND b.digest < $2 AND NOT EXISTS (SELECT FROM referenced r WHERE r.digest = b.digest)
   ORDER BY b.digest LIMIT ${FINDING_EXAMPLES}`;
