import { Column, Entity } from 'typeorm';
import { BIGINT_AS_NUMBER } from '../database/bigint-column';

/** The download counter of one version: a download never touches a signed row (data-model.md section 5). */
@Entity({ schema: 'registry', name: 'package_version_stats' })
export class PackageVersionStats {
  @Column({ name: 'package_id', type: 'text', primary: true })
  packageId!: string;

  @Column({ name: 'package_version', type: 'text', primary: true })
  packageVersion!: string;

  /** A copy, for the index in the public sort order. */
  @Column({ name: 'published_at', type: 'timestamp with time zone', precision: 3 })
  publishedAt!: Date;

  @Column({ name: 'download_count', type: 'bigint', default: 0, transformer: BIGINT_AS_NUMBER })
  downloadCount!: number;
}
