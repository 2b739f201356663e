import { Column, Entity } from 'typeorm';

/** The signed receipt of one package version, with the digest of the very bytes that were signed (data-model.md 4). */
@Entity({ schema: 'registry', name: 'receipts' })
export class Receipt {
  @Column({ name: 'package_id', type: 'text', primary: true })
  packageId!: string;

  @Column({ name: 'package_version', type: 'text', primary: true })
  packageVersion!: string;

  @Column({ name: 'receipt_id', type: 'text' })
  receiptId!: string;

  @Column({ name: 'payload_digest', type: 'text' })
  payloadDigest!: string;

  @Column({ name: 'key_id', type: 'text' })
  keyId!: string;

  /** 64 bytes. */
  @Column({ name: 'signature', type: 'bytea', select: false })
  signature!: Buffer;

  /** `ed25519:<key id>:<base64>`, made by the database from the two columns above. */
  @Column({ name: 'registry_signature', type: 'text', insert: false, update: false })
  registrySignature!: string;

  @Column({ name: 'publisher_id', type: 'text' })
  publisherId!: string;

  @Column({ name: 'publisher_type', type: 'text' })
  publisherType!: string;

  @Column({ name: 'issued_at', type: 'timestamp with time zone', precision: 0 })
  issuedAt!: Date;
}
