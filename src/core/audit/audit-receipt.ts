import { isValidSignature, signatureText } from '../ed25519';
import { receiptId, receiptPayload, type ReceiptClaims } from '../receipt';
import { quoteForMessage } from '../text';
import { wireTimestamp } from '../timestamp';
import { auditContent, type StoredDocument } from './audit-document';
import type { StoredPackage } from './audit-package';
import type { Finding } from './finding';
import type { JsonObject } from '../json/json-value';

const TABLE = 'receipts';

/** A row of receipts with the very bytes that were signed. */
export interface StoredReceipt {
  readonly receiptId: string;
  readonly payload: StoredDocument;
  readonly keyId: string;
  readonly signature: Uint8Array;
  readonly registrySignature: string;
  readonly publisherId: string;
  readonly publisherType: string;
  readonly issuedAt: Date;
}

export interface ReceiptContext {
  readonly row: StoredPackage['row'];
  readonly publishedAt: Date;
  readonly lineage: JsonObject | undefined | 'unreadable';
  /** The public keys of the store by key id: no later configuration changes what a receipt was signed with. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

/**
 * The receipt says what the version's row says, byte for byte, and its signature holds (packages.md section 5,
 * "Receipt"). Payload and signature are judged apart: a changed row and a changed signature are different damage.
 */
export function* auditReceipt(receipt: StoredReceipt, context: ReceiptContext): Generator<Finding> {
  const { row, publishedAt } = context;
  const subject = { artifact: row.packageId, version: row.packageVersion, table: TABLE };
  const issuedAt = wireTimestamp(publishedAt);
  const claims = (lineage: JsonObject | undefined): ReceiptClaims => ({ ...row, lineage, issuedAt });

  const repeated: Readonly<Record<string, readonly [string, string]>> = {
    publisher_id: [receipt.publisherId, row.publisherId],
    publisher_type: [receipt.publisherType, row.publisherType],
    issued_at: [receipt.issuedAt.toISOString(), publishedAt.toISOString()],
    registry_signature: [receipt.registrySignature, signatureText(receipt.keyId, receipt.signature)],
  };
  for (const [name, [inReceipt, inVersion]] of Object.entries(repeated)) {
    if (inReceipt === inVersion) continue;
    yield {
      ...subject,
      class: 'RECEIPT_ROW_MISMATCH',
      detail: `${name} is ${quoteForMessage(inReceipt)}, it should be ${quoteForMessage(inVersion)}`,
    };
  }

  const expectedId = receiptId(row.packageId, row.packageVersion, issuedAt);
  if (receipt.receiptId !== expectedId) {
    yield {
      ...subject,
      class: 'RECEIPT_ID_MISMATCH',
      detail: `receipt_id is ${receipt.receiptId}, id, version and time give ${expectedId}`,
    };
  }

  yield* auditContent(receipt.payload, subject);
  const payload = receipt.payload.content;
  if (payload === undefined) return;
  if (context.lineage !== 'unreadable' && !receiptPayload(claims(context.lineage)).equals(payload)) {
    yield {
      ...subject,
      class: 'RECEIPT_PAYLOAD_MISMATCH',
      detail: 'the bytes that were signed are not those that the row of the version gives',
    };
  }

  const key = context.keys.get(receipt.keyId);
  if (key === undefined) {
    yield { ...subject, class: 'SIGNING_KEY_MISSING', detail: `signing_keys has no key "${receipt.keyId}"` };
  } else if (!isValidSignature(payload, receipt.signature, key)) {
    yield {
      ...subject,
      class: 'RECEIPT_SIGNATURE_INVALID',
      detail: `the signature is not one of the key "${receipt.keyId}" over the signed bytes`,
    };
  }
}
