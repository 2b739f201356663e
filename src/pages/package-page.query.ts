import { Injectable } from '@nestjs/common';
import type { PublishedContent, Receipt } from '../core/package-record';
import type { PreparedStatement } from '../database/prepared-statement';
import { ReadDatabase } from '../database/read-database';
import {
  receiptFrom,
  RECORD_COLUMNS,
  RECORD_TABLES,
  recordFrom,
  type ReceiptRow,
  type RecordRow,
} from '../packages/package-rows';
import type { VersionName } from '../packages/version-name';
import { PAGE_SOURCE } from './package-page-state.query';

/** What the page of a version shows of its publish: all of it was written once. */
export interface PublishedPage {
  readonly record: PublishedContent;
  readonly receipt: Receipt;
  /** The very bytes that were signed. */
  readonly payload: Buffer;
  readonly publicKey: Buffer;
  /** As `PackagePageState.publish`. */
  readonly publish: string;
}

interface Row extends RecordRow, ReceiptRow {
  readonly payload: Buffer;
  readonly public_key: Buffer;
  readonly publish: string;
}

const PUBLISHED: PreparedStatement = {
  name: 'page-of-version',
  text: `
    SELECT ${RECORD_COLUMNS}, r.receipt_id, r.key_id, r.registry_signature, r.issued_at, p.content AS payload,
           sk.public_key, ${PAGE_SOURCE}
      FROM ${RECORD_TABLES}
      JOIN registry.receipts r USING (package_id, package_version)
      JOIN registry.blobs p ON p.digest = r.payload_digest
      JOIN registry.signing_keys sk ON sk.key_id = r.key_id
     WHERE v.package_id = $1 AND v.package_version = $2`,
};

/** Read when no page of the version is kept. */
@Injectable()
export class PackagePageQuery {
  constructor(private readonly reads: ReadDatabase) {}

  async find({ id, version }: VersionName): Promise<PublishedPage | undefined> {
    const [row] = await this.reads.lookUp<readonly Row[]>(PUBLISHED, [id, version]);
    if (row === undefined) return undefined;
    return {
      record: recordFrom(row),
      receipt: receiptFrom(row),
      payload: row.payload,
      publicKey: row.public_key,
      publish: row.publish,
    };
  }
}
