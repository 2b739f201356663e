import type { Client } from 'pg';
import type { Digest, DigestedBytes } from '../../src/core/digest';
import type { LifecycleStatus } from '../../src/core/lifecycle';
import type { PackageIdentity } from '../../src/core/package-rules/package-request';
import type { SealedPackage } from '../../src/core/package-rules/seal-package';
import type { Publisher } from '../../src/core/publisher';
import type { SignedReceipt } from '../../src/core/receipt';

/** What a search finds a version by; without it, by its id. */
export interface SearchText {
  readonly title: string;
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly domain: string;
  readonly specVersion: string;
}

/** A version as its rows hold it; its documents are stored apart, since many versions may share them. */
export interface VersionRow extends PackageIdentity, Publisher {
  readonly schemaVersion: string;
  readonly manifestDigest: Digest;
  readonly definitionDigest: Digest;
  readonly lockDigest: Digest;
  readonly lineageDigest: Digest | null;
  readonly displayDigest: Digest;
  readonly packageExecutionSignature: Digest;
  readonly publishedAt: string;
  readonly receipt: SignedReceipt;
  readonly status: LifecycleStatus;
  readonly downloads: number;
  readonly search: SearchText;
}

const NO_TEXT: SearchText = { title: '', summary: '', keywords: [], domain: '', specVersion: '' };

export function documentsOf(sealed: SealedPackage): readonly DigestedBytes[] {
  const { manifest, serviceDefinition, recommendedLock, display, lineage } = sealed;
  return [manifest, serviceDefinition, recommendedLock, display, ...(lineage === undefined ? [] : [lineage])];
}

export function versionRowOf(
  sealed: SealedPackage,
  { status = 'active', downloads = 0, search = NO_TEXT }: Partial<VersionRow> = {},
): VersionRow {
  return {
    ...sealed,
    manifestDigest: sealed.manifest.digest,
    definitionDigest: sealed.serviceDefinition.digest,
    lockDigest: sealed.recommendedLock.digest,
    lineageDigest: sealed.lineage?.digest ?? null,
    displayDigest: sealed.display.digest,
    status,
    downloads,
    search,
  };
}

export async function insertArtifacts(client: Client, ids: readonly string[]): Promise<void> {
  await client.query(
    `INSERT INTO registry.artifacts (artifact_kind, artifact_id) SELECT DISTINCT 'package', unnest($1::text[])
     ON CONFLICT DO NOTHING`,
    [ids],
  );
}

export async function insertBlobs(client: Client, blobs: readonly DigestedBytes[]): Promise<void> {
  const unique = [...new Map(blobs.map((blob) => [blob.digest, blob])).values()];
  await client.query(
    `INSERT INTO registry.blobs (digest, content)
     SELECT * FROM unnest($1::text[], $2::bytea[]) AS sent (digest, content) ON CONFLICT DO NOTHING`,
    [unique.map(({ digest }) => digest), unique.map(({ bytes }) => bytes)],
  );
}

/** Every row of these versions but artifacts and blobs, in one statement per table, as publishing writes them. */
export async function insertVersions(client: Client, versions: readonly VersionRow[]): Promise<void> {
  const column = <T>(value: (version: VersionRow) => T): T[] => versions.map(value);
  const keys = [column(({ packageId }) => packageId), column(({ packageVersion }) => packageVersion)];
  const times = column(({ publishedAt }) => publishedAt);
  const publishers = [column(({ publisherId }) => publisherId), column(({ publisherType }) => publisherType)];
  await client.query(
    `INSERT INTO registry.package_versions (package_id, package_version, project_ref, product_revision_ref,
       developer_revision_ref, contract_signature, schema_version, manifest_digest, definition_digest, lock_digest,
       lineage_digest, display_digest, package_execution_signature, publisher_id, publisher_type, published_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
       $16::timestamptz[])`,
    [
      ...keys,
      column(({ projectRef }) => projectRef),
      column(({ productRevisionRef }) => productRevisionRef),
      column(({ developerRevisionRef }) => developerRevisionRef),
      column(({ contractSignature }) => contractSignature),
      column(({ schemaVersion }) => schemaVersion),
      column(({ manifestDigest }) => manifestDigest),
      column(({ definitionDigest }) => definitionDigest),
      column(({ lockDigest }) => lockDigest),
      column(({ lineageDigest }) => lineageDigest),
      column(({ displayDigest }) => displayDigest),
      column(({ packageExecutionSignature }) => packageExecutionSignature),
      ...publishers,
      times,
    ],
  );
  await client.query(
    `INSERT INTO registry.receipts (package_id, package_version, publisher_id, publisher_type, issued_at, receipt_id,
       payload_digest, key_id, signature)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[],
       $8::text[], $9::bytea[])`,
    [
      ...keys,
      ...publishers,
      times,
      column(({ receipt }) => receipt.receiptId),
      column(({ receipt }) => receipt.payload.digest),
      column(({ receipt }) => receipt.keyId),
      column(({ receipt }) => Buffer.from(receipt.signature)),
    ],
  );
  await insertState(client, [...keys, times, column(({ status }) => status), column(({ downloads }) => downloads)]);
  await insertSearchRows(client, [
    ...keys,
    column(({ search }) => search.title),
    column(({ search }) => search.summary),
    column(({ search }) => search.keywords.join('\n')),
    column(({ search }) => search.domain),
    column(({ search }) => search.specVersion),
  ]);
}

/** Another status than active was set once, on the day of publishing, which has all the downloads as well. */
async function insertState(client: Client, columns: readonly unknown[][]): Promise<void> {
  await client.query(
    `WITH sent AS (
       SELECT *, CASE WHEN status <> 'active' THEN 1 ELSE 0 END AS revision
         FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::bigint[])
           AS sent (id, version, at, status, downloads)),
     lifecycle AS (
       INSERT INTO registry.package_lifecycle (package_id, package_version, status, reason, updated_at, updated_by, revision)
       SELECT id, version, status, CASE revision WHEN 0 THEN '' ELSE 'a newer one is better' END,
              CASE revision WHEN 1 THEN at END, CASE revision WHEN 1 THEN 'admin' END, revision FROM sent),
     history AS (
       INSERT INTO registry.package_lifecycle_history
         (package_id, package_version, revision, status, reason, updated_at, updated_by)
       SELECT id, version, 1, status, 'a newer one is better', at, 'admin' FROM sent WHERE revision = 1),
     daily AS (
       INSERT INTO registry.downloads_daily (artifact_kind, artifact_id, version, day, downloads)
       SELECT 'package', id, version, at::date, downloads FROM sent WHERE downloads > 0)
     INSERT INTO registry.package_version_stats (package_id, package_version, published_at, download_count)
     SELECT id, version, at, downloads FROM sent`,
    [...columns],
  );
}

async function insertSearchRows(client: Client, columns: readonly unknown[][]): Promise<void> {
  await client.query(
    `INSERT INTO registry.artifact_search
       (artifact_kind, artifact_id, version, title, summary, keywords, domain, spec_version, document)
     SELECT 'package', id, version, title, summary, string_to_array(keywords, E'\\n'), domain, spec_version,
            to_tsvector('simple', concat_ws(' ', id, title, keywords, summary))
            || to_tsvector('simple', translate(concat_ws(' ', id, title, keywords, summary), './_:-', '     '))
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
         AS sent (id, version, title, summary, keywords, domain, spec_version)`,
    [...columns],
  );
}
