import type { ReadDatabase } from './read-database';

/** The contents of blobs by digest; a digest that is not there is an error, since rows only name stored blobs. */
export async function readBlobs(reads: ReadDatabase, digests: readonly string[]): Promise<Map<string, Buffer>> {
  const wanted = [...new Set(digests)];
  const rows = await reads.lookUp<readonly { digest: string; content: Buffer }[]>(
    'SELECT digest, content FROM registry.blobs WHERE digest = ANY($1::text[])',
    [wanted],
    wanted.length,
  );
  return new Map(rows.map(({ digest, content }) => [digest, content]));
}
