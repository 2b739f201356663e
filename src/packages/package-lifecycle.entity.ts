import { Column, Entity } from 'typeorm';
import type { LifecycleStatus } from '../core/lifecycle';

/**
 * The lifecycle of one version: revision 0 as published, and one more with each change, which a trigger writes to the
 * history (data-model.md section 5).
 */
@Entity({ schema: 'registry', name: 'package_lifecycle' })
export class PackageLifecycle {
  @Column({ name: 'package_id', type: 'text', primary: true })
  packageId!: string;

  @Column({ name: 'package_version', type: 'text', primary: true })
  packageVersion!: string;

  @Column({ name: 'status', type: 'text', default: 'active' })
  status!: LifecycleStatus;

  @Column({ name: 'reason', type: 'text', default: '' })
  reason!: string;

  @Column({ name: 'replacement_package_id', type: 'text', nullable: true })
  replacementPackageId!: string | null;

  @Column({ name: 'replacement_package_version', type: 'text', nullable: true })
  replacementPackageVersion!: string | null;

  @Column({ name: 'updated_at', type: 'timestamp with time zone', precision: 3, nullable: true })
  updatedAt!: Date | null;

  @Column({ name: 'updated_by', type: 'text', nullable: true })
  updatedBy!: string | null;

  @Column({ name: 'revision', type: 'integer', default: 0 })
  revision!: number;
}
