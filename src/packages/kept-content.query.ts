import type { PreparedStatement } from '../database/prepared-statement';
import type { ContentKind } from './content-cache';
import { type KeptContent, KeptLock, KeptReceipt, KeptRecord } from './kept-content';
import {
  receiptFrom,
  RECORD_COLUMNS,
  RECORD_TABLES,
  recordFrom,
  type ReceiptRow,
  type RecordRow,
} from './package-rows';
import { PUBLISH } from './version-state';

interface Published {
  /** As `VersionState.publish`. */
  readonly publish: string;
}

type LockRow = ReceiptRow &
  Pick<
    RecordRow,
    | 'contract_signature'
    | 'schema_version'
    | 'manifest_digest'
    | 'definition_digest'
    | 'lock_digest'
    | 'package_execution_signature'
  >;

/** How a kind of content is read when it is not kept. */
export interface ContentQuery<Content extends KeptContent, Row = never> extends ContentKind<Content> {
  /** One row; $1 the id, $2 the version. */
  readonly statement: PreparedStatement;
  readonly contentFrom: (row: Row) => Content;
}

const RECEIPT_COLUMNS = `
  r.receipt_id, r.package_id, r.package_version, r.key_id, r.registry_signature, r.publisher_id, r.publisher_type,
  r.issued_at`;

export const RECORD: ContentQuery<KeptRecord, RecordRow & Published> = {
  kind: 'record',
  statement: {
    name: 'record-of-version',
    text: `SELECT ${RECORD_COLUMNS}, ${PUBLISH} AS publish
             FROM ${RECORD_TABLES} JOIN registry.receipts r USING (package_id, package_version)
            WHERE v.package_id = $1 AND v.package_version = $2`,
  },
  contentFrom: (row) => new KeptRecord(row.publish, recordFrom(row)),
};

export const RECEIPT: ContentQuery<KeptReceipt, ReceiptRow & Published> = {
  kind: 'receipt',
  statement: {
    name: 'receipt-of-version',
    text: `SELECT ${RECEIPT_COLUMNS}, ${PUBLISH} AS publish FROM registry.receipts r
            WHERE r.package_id = $1 AND r.package_version = $2`,
  },
  contentFrom: (row) => new KeptReceipt(row.publish, receiptFrom(row)),
};

/** No document is read. */
export const LOCK: ContentQuery<KeptLock, LockRow & Published> = {
  kind: 'lock',
  statement: {
    name: 'lock-of-version',
    text: `SELECT v.contract_signature, v.schema_version, v.manifest_digest, v.definition_digest, v.lock_digest,
                  v.package_execution_signature, ${RECEIPT_COLUMNS}, ${PUBLISH} AS publish
             FROM registry.package_versions v JOIN registry.receipts r USING (package_id, package_version)
            WHERE v.package_id = $1 AND v.package_version = $2`,
  },
  contentFrom: (row) =>
    new KeptLock(
      row.publish,
      {
        packageId: row.package_id,
        packageVersion: row.package_version,
        contractSignature: row.contract_signature,
        schemaVersion: row.schema_version,
        manifestDigest: row.manifest_digest,
        definitionDigest: row.definition_digest,
        lockDigest: row.lock_digest,
        packageExecutionSignature: row.package_execution_signature,
      },
      receiptFrom(row),
    ),
};
