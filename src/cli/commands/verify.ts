import { Command, Option } from 'commander';
import { verificationJson } from '../../core/verify/verification-json';
import { verifyPackage } from '../../core/verify/verify-package';
import type { Console } from '../console';
import { prettyJson } from '../json-output';
import { readLockFile, resolveSource } from '../resolve-source';
import { addFileSourceOptions, addRegistryOptions, sourceOf, type SourceFlags } from '../source-options';
import { addTrustOptions, policyOf, type TrustFlags } from '../trust-options';
import { verificationTable } from '../verification-table';
import { notVerified } from '../verified-package';

interface Flags extends SourceFlags, TrustFlags {
  readonly format?: 'json' | 'table';
}

const HELP = `
The first of --definition, --package-bundle and a Registry is the source. A lock file adds what it pins, and fills in the
Registry and the package where they are not given: "anip verify --lock-file L" is enough.

Every check is reported, whether another failed or not; docs/verify.md explains each. A Registry is asked for the
record by the inspect route, so verifying counts no download. A bundle brings its own keys: its receipt proves that it
is whole; --trusted-key proves who signed it.

Exit codes:
  0  verified: every check passed
  1  not verified: a check failed, or the package, bundle or lock could not be read
  2  wrong usage
  3  the Registry could not be reached

Examples:
  anip verify --registry-url https://registry.example.com --package city-library-lending@1.0.0
  anip verify --lock-file anip.lock.json --require-registry-mode production \\
      --trusted-key registry-2026=NZ8bIweTW/SJ14NTpSOCV/ITzTL7TIJP/Sl0CPAQV14=
  anip verify --offline --package-bundle city-library-lending-1.0.0.anip-package.json --lock-file anip.lock.json
  anip verify --definition definition.json --format table`;

export function verifyCommand(console: Console): Command {
  const command = new Command('verify')
    .alias('validate')
    .description('Verify a package of a Registry, a bundle or a service definition, and report every check.');
  addTrustOptions(addRegistryOptions(addFileSourceOptions(command)))
    .option('--lock-file <file>', 'the lock that the package must match')
    .option('--offline', 'refuse to ask a Registry: bundles and files only')
    .addOption(
      new Option('--format <format>', 'how to print the result (default: table on a terminal, json elsewhere)').choices(
        ['json', 'table'],
      ),
    )
    .addHelpText('after', HELP);
  return command.action((flags: Flags) => verify(flags, console));
}

async function verify(flags: Flags, console: Console): Promise<void> {
  const lock = flags.lockFile === undefined ? undefined : readLockFile(flags.lockFile);
  const subject = await resolveSource(sourceOf(flags, lock), console);
  const verification = verifyPackage(subject, { ...policyOf(flags), lock });
  const result = verificationJson(verification);
  const format = flags.format ?? (console.isTerminal ? 'table' : 'json');
  console.result(format === 'table' ? verificationTable(result, verification.checks) : prettyJson(result));
  const faults = verification.checks.filter(({ status }) => status === 'fail');
  if (faults.length > 0) throw notVerified(faults);
}
