import type { PublishedPackage } from './independent-verifier';
import { rawMember, rawMembers } from './raw-members';

/** Read from served text only, as a client would. */
export function publishedPackage(recordText: string, receiptText: string): PublishedPackage {
  const members = rawMembers(recordText);
  const textOf = (name: string): string => JSON.parse(members.get(name) ?? '""') as string;
  const bytesOf = (name: string): Buffer => Buffer.from(rawMember(recordText, name), 'utf8');
  const receipt = JSON.parse(receiptText) as { receipt_id: string; registry_signature: string };
  return {
    packageId: textOf('package_id'),
    packageVersion: textOf('package_version'),
    contractSignature: textOf('contract_signature'),
    publisherId: textOf('publisher_id'),
    publisherType: textOf('publisher_type'),
    publishedAt: textOf('published_at'),
    manifest: bytesOf('manifest'),
    serviceDefinition: bytesOf('service_definition'),
    recommendedLock: bytesOf('recommended_lock'),
    lineage: members.has('lineage') ? bytesOf('lineage') : undefined,
    manifestDigest: textOf('manifest_digest'),
    definitionDigest: textOf('definition_digest'),
    lockDigest: textOf('lock_digest'),
    packageExecutionSignature: textOf('package_execution_signature'),
    receiptId: receipt.receipt_id,
    registrySignature: receipt.registry_signature,
  };
}
