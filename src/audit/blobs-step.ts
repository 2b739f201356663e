import { digestOfBytes } from '../core/digest';
import { BATCH_LIMIT, batchOf, type AuditStep } from './audit-step';
import { countRows } from './rows';

const TABLE = 'blobs';

/** Every blob has the digest that it is stored under, computed here and not by the database that keeps it. */
export const blobsStep: AuditStep = {
  name: TABLE,
  count: (read) => countRows(read, TABLE),

  keysAfter: async (read, position) => {
    const rows = await read<{ digest: string; size_bytes: number }>(
      `SELECT digest, octet_length(content) AS size_bytes FROM registry.blobs
        WHERE digest > $1 ORDER BY digest LIMIT ${BATCH_LIMIT}`,
      [position?.[0] ?? ''],
    );
    return batchOf(rows.map((row) => ({ key: [row.digest], sizeBytes: row.size_bytes })));
  },

  load: async (read, keys) => {
    const rows = await read<{ digest: string; content: Buffer }>(
      'SELECT digest, content FROM registry.blobs WHERE digest = ANY($1::text[]) ORDER BY digest',
      [keys.map(([digest]) => digest)],
    );
    return (report) => {
      for (const { digest, content } of rows) {
        const actual = digestOfBytes(content);
        if (actual === digest) continue;
        report({
          class: 'BLOB_DIGEST_MISMATCH',
          table: TABLE,
          detail: `the bytes stored under ${digest} have ${actual}`,
        });
      }
    };
  },

  subject: () => ({ table: TABLE }),
};
