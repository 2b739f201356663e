import { lockJson } from '../core/lock';
import { hasMember, member, textOf, type JsonObject } from '../core/json/json-value';
import { quoteForMessage } from '../core/text';
import { LOCK_MEMBERS } from '../core/verify/lock-file';
import type { PackageName, ResolvedPackage } from '../core/verify/resolved-package';
import type { Verification } from '../core/verify/verify-package';
import { failure, type CliError } from './cli-error';
import type { RegistryClient } from './registry-client';

/**
 * The Registry's lock of a version that was verified. Every member is one that was verified too: what the Registry says
 * differently is refused, what it leaves out is filled in, and only its own address is taken on its word.
 */
export async function registryLock(client: RegistryClient, verification: Verification): Promise<JsonObject> {
  const { subject } = verification.examination;
  const path = ['packages', subject.packageId, subject.packageVersion, 'lock'];
  // The lifecycle has been checked; a yanked version that got here was asked for.
  const served = await client.getJson(path, { allow_yanked: 'true' });
  const fault = (words: string): CliError =>
    failure(`${client.url(path)} answers a lock that is not of the verified package: ${words}`);

  const servedUrl = textOf(member(served, 'registry_url'));
  const registryUrl = servedUrl === '' ? subject.registryUrl : servedUrl;
  if (!isHttpUrl(registryUrl)) throw fault(`registry_url ${quoteForMessage(registryUrl)} is no http or https URL`);
  const expected = lockOf(verification, registryUrl);
  const odd = LOCK_MEMBERS.find((name) => hasMember(served, name) && member(served, name) !== expected[name]);
  if (odd === undefined) return expected;
  const [wanted, found] = [expected, served].map((lock) => quoteForMessage(textOf(member(lock, odd))));
  throw fault(`${odd}: expected ${wanted ?? ''}, observed ${found ?? ''}`);
}

function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

/** A lock of a bundle names no Registry: it pins what the bundle says it is. */
export function bundleLock(verification: Verification): JsonObject {
  const { receipt } = verification.examination.subject;
  return withoutBlanks({
    ...lockOf(verification, undefined),
    source_kind: 'package-bundle',
    receipt_authority: receipt.authority,
    receipt_algorithm: verification.examination.signature?.algorithm ?? '',
  });
}

function lockOf({ examination, contractSignature }: Verification, registryUrl: string | undefined): JsonObject {
  const { subject, keyId } = examination;
  const { stated, receipt } = subject;
  return withoutBlanks(
    lockJson(
      {
        ...nameOf(subject),
        contractSignature,
        schemaVersion: subject.schemaVersion,
        definitionDigest: examination.definitionDigest,
        manifestDigest: examination.manifestDigest,
        lockDigest: examination.lockDigest,
        packageExecutionSignature: stated.executionSignature,
      },
      {
        ...nameOf(subject),
        receiptId: receipt.receiptId,
        keyId,
        registrySignature: receipt.signature,
        publisherId: subject.publisherId,
        publisherType: subject.publisherType,
        issuedAt: receipt.issuedAt,
      },
      { registryUrl, signingMode: subject.signingMode, activeKeyId: subject.activeKeyId },
    ),
  );
}

function nameOf({ packageId, packageVersion }: ResolvedPackage): PackageName {
  return { packageId, packageVersion };
}

function withoutBlanks(lock: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(lock).filter(([, value]) => value !== ''));
}
