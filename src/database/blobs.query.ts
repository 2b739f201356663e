import type { DataSource } from 'typeorm';

/** The contents of blobs by digest; a digest that is not there is an error, since rows only name stored blobs. */
export async function readBlobs(dataSource: DataSource, digests: readonly string[]): Promise<Map<string, Buffer>> {
  const rows = await dataSource.query<readonly { digest: string; content: Buffer }[]>(
    'SELECT digest, content FROM registry.blobs WHERE digest = ANY($1::text[])',
    [[...new Set(digests)]],
  );
  return new Map(rows.map(({ digest, content }) => [digest, content]));
}
