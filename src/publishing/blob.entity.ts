import { Column, Entity } from 'typeorm';

/** Bytes that were hashed or signed, by their digest, which the database proves (data-model.md section 2). */
@Entity({ schema: 'registry', name: 'blobs' })
export class Blob {
  @Column({ name: 'digest', type: 'text', primary: true })
  digest!: string;

  @Column({ name: 'content', type: 'bytea', select: false })
  content!: Buffer;

  @Column({ name: 'size_bytes', type: 'integer', insert: false, update: false })
  sizeBytes!: number;

  @Column({ name: 'created_at', type: 'timestamp with time zone', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
