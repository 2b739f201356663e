import { Column, Entity } from 'typeorm';
import { BIGINT_AS_NUMBER } from '../database/bigint-column';

/** The download counter of one template version (data-model.md section 5). */
@Entity({ schema: 'registry', name: 'template_version_stats' })
export class TemplateVersionStats {
  @Column({ name: 'template_id', type: 'text', primary: true })
  templateId!: string;

  @Column({ name: 'template_version', type: 'text', primary: true })
  templateVersion!: string;

  /** A copy, for the index in the public sort order. */
  @Column({ name: 'published_at', type: 'timestamp with time zone', precision: 3 })
  publishedAt!: Date;

  @Column({ name: 'download_count', type: 'bigint', default: 0, transformer: BIGINT_AS_NUMBER })
  downloadCount!: number;
}
