import { Column, Entity } from 'typeorm';

/** A public key that receipts name; a stored id is never bound to other bytes (data-model.md section 2). */
@Entity({ schema: 'registry', name: 'signing_keys' })
export class SigningKey {
  @Column({ name: 'key_id', type: 'text', primary: true })
  keyId!: string;

  @Column({ name: 'algorithm', type: 'text', default: 'ed25519' })
  algorithm!: string;

  /** 32 bytes. */
  @Column({ name: 'public_key', type: 'bytea', select: false })
  publicKey!: Buffer;

  @Column({ name: 'created_at', type: 'timestamp with time zone', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
