import { Column, Entity } from 'typeorm';

/** One published version, as signed; its documents are blobs (data-model.md section 4). */
@Entity({ schema: 'registry', name: 'package_versions' })
export class PackageVersion {
  @Column({ name: 'artifact_kind', type: 'text', default: 'package' })
  artifactKind!: 'package';

  @Column({ name: 'package_id', type: 'text', primary: true })
  packageId!: string;

  @Column({ name: 'package_version', type: 'text', primary: true })
  packageVersion!: string;

  @Column({ name: 'project_ref', type: 'text' })
  projectRef!: string;

  @Column({ name: 'product_revision_ref', type: 'text' })
  productRevisionRef!: string;

  @Column({ name: 'developer_revision_ref', type: 'text' })
  developerRevisionRef!: string;

  @Column({ name: 'contract_signature', type: 'text' })
  contractSignature!: string;

  @Column({ name: 'schema_version', type: 'text' })
  schemaVersion!: string;

  @Column({ name: 'manifest_digest', type: 'text' })
  manifestDigest!: string;

  @Column({ name: 'definition_digest', type: 'text' })
  definitionDigest!: string;

  @Column({ name: 'lock_digest', type: 'text' })
  lockDigest!: string;

  /** Of exactly the lineage that was signed; null when there was none. */
  @Column({ name: 'lineage_digest', type: 'text', nullable: true })
  lineageDigest!: string | null;

  /** Of the record's readme, source links and implementation materials, as normalised. */
  @Column({ name: 'display_digest', type: 'text' })
  displayDigest!: string;

  @Column({ name: 'package_execution_signature', type: 'text' })
  packageExecutionSignature!: string;

  @Column({ name: 'publisher_id', type: 'text' })
  publisherId!: string;

  @Column({ name: 'publisher_type', type: 'text' })
  publisherType!: string;

  @Column({ name: 'published_at', type: 'timestamp with time zone', precision: 3 })
  publishedAt!: Date;
}
