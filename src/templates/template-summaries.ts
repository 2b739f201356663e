import { readBlobs } from '../database/blobs.query';
import { BLOBS_PER_STATEMENT } from '../database/keyset';
import type { ReadDatabase } from '../database/read-database';
import type { SummaryRow } from './template-rows';

/** A row of a page of templates; the manifest is there for the first batch only. */
export type ListRow = Omit<SummaryRow, 'manifest'> & {
  readonly manifest: Buffer | null;
  readonly manifest_digest: string;
};

/** The rows of a page with their manifests, which never change: fetched in batches, as the rows are read. */
export async function* withManifests<Row extends ListRow>(
  reads: ReadDatabase,
  rows: readonly Row[],
): AsyncGenerator<Row & { readonly manifest: Buffer }> {
  for (let start = 0; start < rows.length; start += BLOBS_PER_STATEMENT) {
    const batch = rows.slice(start, start + BLOBS_PER_STATEMENT);
    const digests = batch.filter((row) => row.manifest === null).map((row) => row.manifest_digest);
    const manifests = digests.length === 0 ? undefined : await readBlobs(reads, digests);
    for (const row of batch) {
      const manifest = row.manifest ?? manifests?.get(row.manifest_digest);
      if (manifest === undefined) throw new Error(`the blob ${row.manifest_digest} is missing`);
      yield { ...row, manifest };
    }
  }
}
