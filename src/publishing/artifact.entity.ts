import { Column, Entity } from 'typeorm';

/** The name of a package or template; the unique index `artifacts_fold_key` refuses look-alikes (data-model.md 4). */
@Entity({ schema: 'registry', name: 'artifacts' })
export class Artifact {
  @Column({ name: 'artifact_kind', type: 'text', primary: true })
  artifactKind!: 'package' | 'template';

  @Column({ name: 'artifact_id', type: 'text', primary: true })
  artifactId!: string;

  @Column({ name: 'created_at', type: 'timestamp with time zone', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
