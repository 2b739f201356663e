import { SIGNATURE_ALGORITHM } from '../../core/ed25519';
import type { PublishedPage } from '../package-page.query';
import type { PerformedCheck } from '../receipt-verification';

export interface TrustView {
  readonly isVerified: boolean;
  readonly checks: readonly { readonly title: string; readonly result: string; readonly className: string }[];
  readonly digests: readonly { readonly name: string; readonly digest: string }[];
  readonly receipt: ReceiptView;
}

export interface ReceiptView {
  readonly id: string;
  readonly issued: string;
  readonly keyId: string;
  readonly algorithm: string;
  /** 32 bytes in base64. */
  readonly publicKey: string;
  readonly signature: string;
}

/** What was signed, by which key, and what came of checking it. */
export function trustView({ record, receipt, publicKey }: PublishedPage, checks: readonly PerformedCheck[]): TrustView {
  return {
    isVerified: checks.every(({ isPassed }) => isPassed),
    checks: checks.map(({ title, isPassed }) => ({
      title,
      result: isPassed ? 'passed' : 'FAILED',
      className: isPassed ? 'good' : 'bad',
    })),
    digests: [
      { name: 'Service definition', digest: record.definitionDigest },
      { name: 'Manifest', digest: record.manifestDigest },
      { name: 'Recommended lock', digest: record.lockDigest },
      { name: 'Package execution signature', digest: record.packageExecutionSignature },
    ],
    receipt: {
      id: receipt.receiptId,
      issued: receipt.issuedAt,
      keyId: receipt.keyId,
      algorithm: SIGNATURE_ALGORITHM,
      publicKey: publicKey.toString('base64'),
      signature: receipt.registrySignature,
    },
  };
}
