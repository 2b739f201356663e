import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { member, textOf, type JsonObject } from '../../core/json/json-value';
import { describeDifference, firstLockDifference, observedLock } from '../../core/verify/compare-lock';
import { LOCK_MEMBERS, type LockFile } from '../../core/verify/lock-file';
import type { Verification } from '../../core/verify/verify-package';
import { failure, usageError } from '../cli-error';
import type { Console } from '../console';
import { writeWholeFile } from '../files';
import { jsonFile, prettyJson } from '../json-output';
import { registryLock } from '../registry-lock';
import { clientFor, readLockFile } from '../resolve-source';
import { addRegistryOptions, sourceOf, type SourceFlags } from '../source-options';
import { addTrustOptions, policyOf, type TrustFlags } from '../trust-options';
import { verifiedPackage } from '../verified-package';

interface Flags extends SourceFlags, TrustFlags {
  readonly output?: string;
}

const HELP = `
The package is verified first, as by "anip verify"; then the Registry's lock of it is written. With --lock-file the lock
is refreshed in its place: the Registry and the package are those it names, unless flags name others, and --output
writes the new lock elsewhere. A lock that is there already never moves to other content under the same version: that
is refused, and the file stays as it is.

The result names every member that changed.

Exit codes:
  0  the lock was written, or is up to date
  1  the package does not verify, or the version has other content than the lock pins
  2  wrong usage
  3  the Registry could not be reached

Examples:
  anip lock --package city-library-lending@1.0.0 --registry-url https://registry.example.com --output anip.lock.json
  anip lock --lock-file anip.lock.json
  anip lock --lock-file anip.lock.json --package city-library-lending@1.1.0`;

export function lockCommand(console: Console): Command {
  const command = new Command('lock').description("Write the Registry's lock of a verified package, or refresh one.");
  addTrustOptions(addRegistryOptions(command))
    .option('--lock-file <file>', 'the lock to refresh')
    .option('--output <file>', 'where to write the lock (default: the lock file)')
    .addHelpText('after', HELP);
  return command.action((flags: Flags) => lock(flags, console));
}

async function lock(flags: Flags, console: Console): Promise<void> {
  const output = flags.output ?? flags.lockFile;
  if (output === undefined)
    throw usageError('name the file to write by --output, or the lock to refresh by --lock-file');
  const pinned = flags.lockFile === undefined ? undefined : readLockFile(flags.lockFile);
  const source = sourceOf(flags, pinned);
  if (source.kind !== 'registry') throw usageError('a lock is made from a Registry');
  const replaced = output === flags.lockFile || !existsSync(output) ? undefined : readLockFile(output);

  const verification = await verifiedPackage(source, policyOf(flags), console);
  for (const earlier of [pinned, replaced]) if (earlier !== undefined) refuseOtherContent(earlier, verification);
  const written = await registryLock(clientFor(source.url, console), verification);
  const changes = changesOf(replaced ?? pinned, written);
  writeWholeFile(output, jsonFile(written));
  console.result(prettyJson(resultOf(output, written, changes)));
}

/** The same version with other content is an attack or a broken Registry, never a refresh. */
function refuseOtherContent(earlier: LockFile, { examination }: Verification): void {
  const { packageId, packageVersion } = examination.subject;
  if (earlier.package_id !== packageId || earlier.package_version !== packageVersion) return;
  const difference = firstLockDifference(earlier, observedLock(examination));
  if (difference === undefined || difference.member.startsWith('registry_')) return;
  throw failure(
    `${packageId}@${packageVersion} is not what the lock pins; nothing was written: ${describeDifference(difference)}`,
  );
}

function changesOf(earlier: LockFile | undefined, written: JsonObject): readonly JsonObject[] {
  if (earlier === undefined) return [];
  return LOCK_MEMBERS.map((name) => ({ member: name, from: earlier[name], to: textOf(member(written, name)) })).filter(
    ({ from, to }) => from !== to,
  );
}

function resultOf(output: string, written: JsonObject, changes: readonly JsonObject[]): JsonObject {
  const names = ['package_id', 'package_version', 'definition_digest', 'lock_digest', 'receipt_key_id', 'registry_url'];
  return {
    status: 'ok',
    lock_file: output,
    ...Object.fromEntries(names.map((name) => [name, textOf(member(written, name))])),
    changes,
  };
}
