import { Command, Option } from 'commander';
import { digestOf } from '../../core/digest';
import type { JsonObject } from '../../core/json/json-value';
import { generationJson } from '../../core/verify/generation-json';
import type { Verification } from '../../core/verify/verify-package';
import { usageError } from '../cli-error';
import type { Console } from '../console';
import { writeWholeFile } from '../files';
import { jsonFile, prettyJson, sortedJsonFile } from '../json-output';
import { bundleLock, registryLock } from '../registry-lock';
import { clientFor, readLockFile } from '../resolve-source';
import { addFileSourceOptions, addRegistryOptions, sourceOf, type Source, type SourceFlags } from '../source-options';
import { addTrustOptions, policyOf, type TrustFlags } from '../trust-options';
import { verifiedPackage } from '../verified-package';

interface Flags extends SourceFlags, TrustFlags {
  readonly output: string;
  readonly writeLock?: string;
  readonly target?: string;
}

const HELP = `
The package is resolved and verified as by "anip verify" (what is advice about its quality does not stop it), the lock
is enforced, and only then is anything written: the service definition that was verified, members sorted, for a
generator to read. No language target exists yet.

Exit codes:
  0  the definition was written
  1  the package does not verify or does not match the lock; nothing was written
  2  wrong usage
  3  the Registry could not be reached

Examples:
  anip generate --package city-library-lending@1.0.0 --registry-url https://registry.example.com \\
      --output definition.json --write-lock anip.lock.json
  anip generate --lock-file anip.lock.json --output definition.json
  anip generate --package-bundle city-library-lending-1.0.0.anip-package.json --offline --output definition.json`;

export function generateCommand(console: Console): Command {
  const command = new Command('generate').description('Write the verified service definition of a package.');
  addTrustOptions(addRegistryOptions(addFileSourceOptions(command)))
    .requiredOption('--output <file>', 'where to write the service definition')
    .option('--lock-file <file>', 'the lock that the package must match')
    .option('--write-lock <file>', 'write a lock of the package, too')
    .option('--offline', 'refuse to ask a Registry: bundles and files only')
    .addOption(new Option('--target <language>', 'the language to generate for: none exists yet').hideHelp())
    .addHelpText('after', HELP);
  return command.action((flags: Flags) => generate(flags, console));
}

async function generate(flags: Flags, console: Console): Promise<void> {
  if (flags.target !== undefined) {
    throw usageError(
      `there is no language target yet, so not ${JSON.stringify(flags.target)} either: leave --target out to write the verified service definition`,
    );
  }
  if (flags.writeLock === flags.output) throw usageError('--output and --write-lock name the same file');
  const lock = flags.lockFile === undefined ? undefined : readLockFile(flags.lockFile);
  const source = sourceOf(flags, lock);
  if (flags.writeLock !== undefined && source.kind === 'file') {
    throw usageError('--write-lock needs a package: a plain file is none that a lock could pin');
  }
  const verification = await verifiedPackage(source, { ...policyOf(flags), lock }, console);
  const written = flags.writeLock === undefined ? undefined : await lockToWrite(source, verification, console);

  writeWholeFile(flags.output, sortedJsonFile(verification.examination.subject.definition));
  if (flags.writeLock !== undefined && written !== undefined) writeWholeFile(flags.writeLock, jsonFile(written));
  console.result(
    prettyJson({
      ...generationJson(verification, flags.output),
      ...(flags.lockFile === undefined ? {} : { lock_file: flags.lockFile }),
      ...(flags.writeLock === undefined || written === undefined
        ? {}
        : { written_lock_file: flags.writeLock, written_lock_digest: digestOf(written) }),
    }),
  );
}

/** Fetched before anything is written, so that a Registry that goes away leaves no half of a result. */
async function lockToWrite(source: Source, verification: Verification, console: Console): Promise<JsonObject> {
  return source.kind === 'registry'
    ? registryLock(clientFor(source.url, console), verification)
    : bundleLock(verification);
}
