import { isBlank, quoteForMessage } from '../text';
import { check, type Check, type CheckName } from './checks';
import type { Examination } from './examination';
import type { PackageName, ResolvedPackage } from './resolved-package';

type Origin = 'bundle' | 'registry';

/**
 * The name that was asked for. The reference compares a record with its own receipt only, so that a Registry could
 * answer with another package, properly signed (cli.md, weakness 4).
 */
export function requestedChecks(origin: Origin, { requested, ...subject }: ResolvedPackage): readonly Check[] {
  if (requested === undefined) return [];
  const matches = requested.packageId === subject.packageId && requested.packageVersion === subject.packageVersion;
  return [check(`${origin}_requested_identity_matches`, matches, expected(nameOf(requested), nameOf(subject)))];
}

/** A record and its receipt name the same version and publisher; a bundle's older receipts name neither. */
export function identityChecks(origin: Origin, subject: ResolvedPackage): readonly Check[] {
  const { receipt } = subject;
  const namesVersion = receipt.packageId !== '' || receipt.packageVersion !== '';
  const namesPublisher = receipt.publisherId !== '' || (origin === 'registry' && subject.publisherId !== '');
  const sameVersion = receipt.packageId === subject.packageId && receipt.packageVersion === subject.packageVersion;
  const samePublisher = receipt.publisherId === subject.publisherId && receipt.publisherType === subject.publisherType;
  const publisherFault = `the package names ${publisherOf(subject)}, its receipt ${publisherOf(receipt)}`;
  return [
    ...(origin === 'registry' || namesVersion
      ? [
          check(
            `${origin}_package_identity_matches`,
            sameVersion,
            `the package is ${nameOf(subject)}, its receipt is for ${nameOf(receipt)}`,
          ),
        ]
      : []),
    ...(namesPublisher ? [check(`${origin}_publisher_identity_matches`, samePublisher, publisherFault)] : []),
  ];
}

/** Stated against recomputed; a Registry must state every digest, a bundle may leave them out. */
export function registryDigestChecks(examination: Examination): readonly Check[] {
  const { stated } = examination.subject;
  return [
    digestCheck('registry_definition_digest_matches', stated.definition, examination.definitionDigest),
    digestCheck('registry_manifest_digest_matches', stated.manifest, examination.manifestDigest),
    digestCheck('registry_lock_digest_matches', stated.lock, examination.lockDigest),
  ];
}

export function bundleDefinitionDigestChecks(examination: Examination): readonly Check[] {
  const { definition } = examination.subject.stated;
  if (isBlank(definition)) return [];
  return [digestCheck('registry_definition_digest_matches', definition, examination.definitionDigest)];
}

export function bundleDigestChecks(examination: Examination): readonly Check[] {
  const { stated } = examination.subject;
  return [
    ...(isBlank(stated.manifest)
      ? []
      : [digestCheck('bundle_manifest_digest_matches', stated.manifest, examination.manifestDigest)]),
    ...(isBlank(stated.lock) ? [] : [digestCheck('bundle_lock_digest_matches', stated.lock, examination.lockDigest)]),
  ];
}

/** A bundle holds most documents twice; which copy a tool reads must make no difference. */
export function bundleAgreementChecks({ disagreements }: ResolvedPackage): readonly Check[] {
  const fault = `two copies differ: ${disagreements.join(', ')}`;
  return [check('bundle_documents_agree', disagreements.length === 0, fault)];
}

function digestCheck(name: CheckName, stated: string, computed: string): Check {
  return check(
    name,
    stated === computed,
    `stated is ${quoteForMessage(stated)}, computed from the document ${computed}`,
  );
}

function nameOf({ packageId, packageVersion }: PackageName): string {
  return quoteForMessage(`${packageId}@${packageVersion}`);
}

function publisherOf({ publisherId, publisherType }: Pick<ResolvedPackage, 'publisherId' | 'publisherType'>): string {
  return quoteForMessage(`${publisherId} (${publisherType})`);
}

function expected(wanted: string, observed: string): string {
  return `expected ${wanted}, observed ${observed}`;
}
