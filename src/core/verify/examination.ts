import { digestOf, type Digest } from '../digest';
import { parseSignatureText } from '../ed25519';
import { checkDocumentDepth } from '../document-limits';
import type { ReceiptClaims } from '../receipt';
import { faultOfRule } from './checks';
import { firstText } from './read-members';
import type { ResolvedPackage, StatedKey } from './resolved-package';

/** What the checks share: everything that is computed from a resolved package once. */
export interface Examination {
  readonly subject: ResolvedPackage;
  readonly definitionDigest: Digest;
  readonly manifestDigest: Digest;
  readonly lockDigest: Digest;
  /** Why the documents must not be walked recursively; undefined when they may be. */
  readonly depthFault: string | undefined;
  /** What the receipt's signature covers: the stated digests, whose truth is a check of its own. */
  readonly claims: ReceiptClaims;
  readonly signature: ReturnType<typeof parseSignatureText>;
  /** The key id that the receipt names, else the one in its signature. */
  readonly keyId: string;
  /** The source's keys of that id. */
  readonly sourceKeys: readonly StatedKey[];
}

/** Only with what keeps its own stack: nothing is known of the documents' depth yet. */
export function examine(subject: ResolvedPackage): Examination {
  const signature = parseSignatureText(subject.receipt.signature);
  const keyId = firstText(subject.receipt.keyId, signature?.keyId ?? '');
  return {
    subject,
    definitionDigest: digestOf(subject.definition),
    manifestDigest: digestOf(subject.manifest),
    lockDigest: digestOf(subject.recommendedLock),
    depthFault: depthFaultOf(subject),
    claims: {
      packageId: subject.packageId,
      packageVersion: subject.packageVersion,
      publisherId: subject.publisherId,
      publisherType: subject.publisherType,
      contractSignature: subject.contractSignature,
      definitionDigest: subject.stated.definition,
      manifestDigest: subject.stated.manifest,
      lockDigest: subject.stated.lock,
      packageExecutionSignature: subject.stated.executionSignature,
      lineage: subject.lineage,
      issuedAt: subject.receipt.issuedAt,
    },
    signature,
    keyId,
    sourceKeys: subject.keys.filter((key) => key.keyId === keyId),
  };
}

function depthFaultOf({ definition, manifest, recommendedLock, lineage }: ResolvedPackage): string | undefined {
  return faultOfRule(() => {
    checkDocumentDepth(definition, 'service definition', '/service_definition');
    checkDocumentDepth(manifest, 'manifest', '/manifest');
    checkDocumentDepth(recommendedLock, 'recommended lock', '/recommended_lock');
    checkDocumentDepth(lineage ?? {}, 'lineage', '/lineage');
  });
}
