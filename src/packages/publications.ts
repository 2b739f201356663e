import { readBlobs } from '../database/blobs.query';
import { BLOBS_PER_STATEMENT } from '../database/keyset';
import type { ReadDatabase } from '../database/read-database';
import type { PublicationRow } from './package-rows';

/** A row of a page of publications; the lineage is there for the first batch only. */
export type ListRow = PublicationRow & { readonly lineage_digest: string | null };

/** The rows of a page with their lineages, which never change: fetched in batches, as the rows are read. */
export async function* withLineages<Row extends ListRow>(
  reads: ReadDatabase,
  rows: readonly Row[],
): AsyncGenerator<Row> {
  for (let start = 0; start < rows.length; start += BLOBS_PER_STATEMENT) {
    const batch = rows.slice(start, start + BLOBS_PER_STATEMENT);
    const digests = batch.map((row) => row.lineage_digest).filter((digest) => digest !== null);
    const lineages = start === 0 ? undefined : await readBlobs(reads, digests);
    for (const row of batch) {
      yield { ...row, lineage: lineages?.get(row.lineage_digest ?? '') ?? row.lineage };
    }
  }
}
