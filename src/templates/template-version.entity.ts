import { Column, Entity } from 'typeorm';

/** One published template version; its documents are blobs (data-model.md section 4). */
@Entity({ schema: 'registry', name: 'template_versions' })
export class TemplateVersion {
  @Column({ name: 'artifact_kind', type: 'text', default: 'template' })
  artifactKind!: 'template';

  @Column({ name: 'template_id', type: 'text', primary: true })
  templateId!: string;

  @Column({ name: 'template_version', type: 'text', primary: true })
  templateVersion!: string;

  @Column({ name: 'template_kind', type: 'text' })
  templateKind!: string;

  @Column({ name: 'project_type', type: 'text' })
  projectType!: string;

  @Column({ name: 'anip_spec_version', type: 'text' })
  anipSpecVersion!: string;

  @Column({ name: 'domain', type: 'text', default: '' })
  domain!: string;

  @Column({ name: 'industry', type: 'text', default: '' })
  industry!: string;

  /** As records serve them. */
  @Column({ name: 'systems', type: 'text', array: true, default: '{}' })
  systems!: string[];

  @Column({ name: 'manifest_digest', type: 'text' })
  manifestDigest!: string;

  @Column({ name: 'template_digest', type: 'text' })
  templateDigest!: string;

  /** Of the download envelope. */
  @Column({ name: 'package_digest', type: 'text' })
  packageDigest!: string;

  @Column({ name: 'publisher_id', type: 'text' })
  publisherId!: string;

  @Column({ name: 'publisher_type', type: 'text' })
  publisherType!: string;

  @Column({ name: 'published_at', type: 'timestamp with time zone', precision: 3 })
  publishedAt!: Date;
}
