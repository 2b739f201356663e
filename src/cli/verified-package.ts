import { blockingFaults, type Check } from '../core/verify/checks';
import { verifyPackage, type Verification } from '../core/verify/verify-package';
import type { VerifyPolicy } from '../core/verify/trust-policy';
import { failure, type CliError } from './cli-error';
import type { Console } from './console';
import { resolveSource } from './resolve-source';
import type { Source } from './source-options';

/** A package to build from: resolved, and verified but for what is advice. @throws CliError naming the failed checks */
export async function verifiedPackage(source: Source, policy: VerifyPolicy, console: Console): Promise<Verification> {
  const verification = verifyPackage(await resolveSource(source, console), policy);
  const faults = blockingFaults(verification.checks);
  if (faults.length > 0) throw notVerified(faults);
  return verification;
}

/** Every name, since one fault makes others fail; the words of the first. */
export function notVerified(faults: readonly Check[]): CliError {
  const names = faults.map(({ name }) => name).join(', ');
  return failure(`not verified: ${names} (${faults[0]?.detail ?? 'failed'})`);
}
