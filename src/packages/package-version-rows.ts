import type { SealedPackage } from '../core/package-rules/seal-package';
import type { SqlParameters } from '../database/sql-parameters';
import type { VersionRows } from '../publishing/store-version';

/** The rows of a new package version, beside its documents: version, receipt, lifecycle and counter. */
export function packageVersionRows(sealed: SealedPackage, parameters: SqlParameters): VersionRows {
  const text = (value: string | null): string => `${parameters.add(value)}::text`;
  const key = { package_id: text(sealed.packageId), package_version: text(sealed.packageVersion) };
  const publisher = { publisher_id: text(sealed.publisherId), publisher_type: text(sealed.publisherType) };
  const publishedAt = `${parameters.add(sealed.publishedAt)}::timestamptz`;
  return {
    version: {
      table: 'package_versions',
      columns: {
        ...key,
        project_ref: text(sealed.projectRef),
        product_revision_ref: text(sealed.productRevisionRef),
        developer_revision_ref: text(sealed.developerRevisionRef),
        contract_signature: text(sealed.contractSignature),
        schema_version: text(sealed.schemaVersion),
        manifest_digest: text(sealed.manifest.digest),
        definition_digest: text(sealed.serviceDefinition.digest),
        lock_digest: text(sealed.recommendedLock.digest),
        lineage_digest: text(sealed.lineage?.digest ?? null),
        display_digest: text(sealed.display.digest),
        package_execution_signature: text(sealed.packageExecutionSignature),
        ...publisher,
        published_at: publishedAt,
      },
    },
    dependents: [
      {
        table: 'receipts',
        columns: {
          ...key,
          receipt_id: text(sealed.receipt.receiptId),
          payload_digest: text(sealed.receipt.payload.digest),
          key_id: text(sealed.receipt.keyId),
          signature: `${parameters.add(Buffer.from(sealed.receipt.signature))}::bytea`,
          ...publisher,
          issued_at: publishedAt,
        },
      },
      { table: 'package_lifecycle', columns: key },
      { table: 'package_version_stats', columns: { ...key, published_at: publishedAt } },
    ],
  };
}
