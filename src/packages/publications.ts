import { readBlobs } from '../database/blobs.query';
import { BLOBS_PER_STATEMENT } from '../database/keyset';
import type { ReadDatabase } from '../database/read-database';
import type { PublicationRow } from './package-rows';

/** A row of a list of publications; the lineages of some come along, as many as fit into one batch. */
export type ListRow = PublicationRow & { readonly lineage_digest: string | null };

/** The rows with their lineages, which never change: those that did not come along are fetched as the rows are read. */
export async function* withLineages<Row extends ListRow>(
  reads: ReadDatabase,
  rows: readonly Row[],
): AsyncGenerator<Row> {
  for (let start = 0; start < rows.length; start += BLOBS_PER_STATEMENT) {
    const batch = rows.slice(start, start + BLOBS_PER_STATEMENT);
    const missing = batch.flatMap(({ lineage, lineage_digest: digest }) =>
      lineage === null && digest !== null ? [digest] : [],
    );
    const lineages = missing.length === 0 ? undefined : await readBlobs(reads, missing);
    for (const row of batch) {
      yield { ...row, lineage: row.lineage ?? lineages?.get(row.lineage_digest ?? '') ?? null };
    }
  }
}
