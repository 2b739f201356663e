import { LOCAL_AUTHORITY } from '../bundle/local-bundle';
import { EXECUTION_SIGNATURE_MEMBER } from '../execution-signature';
import { isObject, member, objectOf, type JsonObject } from '../json/json-value';
import { firstUsableLineage } from '../package-rules/lineage';
import { copiesOf, disagreementsOf } from './bundle-copies';
import { firstText, readHead, readKeys, readMaterials, readReceipt, text } from './read-members';
import type { PackageName, ResolvedPackage } from './resolved-package';

/**
 * A portable bundle, or a registry record saved as one: the file that `/download` answers has a bundle's name, and then
 * the root is the package itself (cli.md sections 1 and 3). The bundle's own keys and digests come along; whether they
 * prove anything is for the checks to say.
 */
export function resolveBundle(root: JsonObject, requested?: PackageName): ResolvedPackage {
  const packageMember = member(root, 'package');
  const record = isObject(packageMember) ? packageMember : root;
  const digests = objectOf(member(root, 'digests'));
  const lifecycle = member(record, 'lifecycle');
  const manifest = copiesOf(root, record, 'manifest')[0] ?? {};
  const recommendedLock = copiesOf(root, record, 'lock')[0] ?? {};
  const receipt = readReceipt(objectOf(member(root, 'receipt')));
  const lineage = firstUsableLineage(
    objectOf(member(root, 'lineage')),
    objectOf(member(record, 'lineage')),
    manifest,
    recommendedLock,
  );
  return {
    sourceKind: 'package-bundle',
    requested,
    ...readHead(record),
    definition: copiesOf(root, record, 'service_definition')[0] ?? {},
    manifest,
    recommendedLock,
    lineage,
    implementationMaterials: readMaterials(member(record, 'implementation_materials')),
    stated: {
      definition: firstText(text(record, 'definition_digest'), text(digests, 'service_definition')),
      manifest: firstText(text(record, 'manifest_digest'), text(digests, 'manifest')),
      lock: firstText(text(record, 'lock_digest'), text(digests, 'lock')),
      executionSignature: firstText(
        text(record, EXECUTION_SIGNATURE_MEMBER),
        text(manifest, EXECUTION_SIGNATURE_MEMBER),
        text(recommendedLock, EXECUTION_SIGNATURE_MEMBER),
        text(digests, 'package_execution'),
      ),
    },
    disagreements: disagreementsOf(root, record, lineage),
    receipt: {
      ...receipt,
      signature: firstText(receipt.signature, text(digests, 'receipt')),
      authority: firstText(text(root, 'authority'), receipt.authority, LOCAL_AUTHORITY),
    },
    keys: readKeys(member(root, 'registry_keys')),
    lifecycle: isObject(lifecycle) ? lifecycle : undefined,
    signingMode: '',
    activeKeyId: '',
    registryUrl: '',
    recordPath: '',
  };
}
