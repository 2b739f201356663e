import type { JsonObject } from '../../src/core/json/json-value';
import { blockingFaults, type Check } from '../../src/core/verify/checks';
import { resolveRecord } from '../../src/core/verify/resolve-record';
import { verifyPackage } from '../../src/core/verify/verify-package';
import { KeepAliveClient, objectIn } from '../support/fleet/keep-alive-client';
import { type CliRun, runCli } from '../support/run-cli';
import type { PublishedVersion } from './rotation-clients';

/** `anip verify` as a consumer runs it. */
export function anipVerify(...args: readonly string[]): Promise<CliRun> {
  return runCli(['verify', '--format', 'json', ...args]);
}

/** The names of the checks for which `anip verify` refused a package. */
export function refusalsOf({ stdout }: CliRun): readonly string[] {
  const { checks } = JSON.parse(stdout) as { readonly checks: readonly Check[] };
  return blockingFaults(checks).map(({ name }) => name);
}

/** Verifies each version with the keys that are served now; what fails, with the names of the checks. */
export async function unverified(origin: string, versions: readonly PublishedVersion[]): Promise<string[]> {
  const client = new KeepAliveClient(origin);
  try {
    const keys = objectIn(await client.get('/keys')) as JsonObject;
    const faults: string[] = [];
    for (const { id, version } of versions) {
      const recordPath = `/packages/${encodeURIComponent(id)}/${version}`;
      const record = objectIn(await client.get(recordPath)) as JsonObject;
      const receipt = objectIn(await client.get(`${recordPath}/receipt`)) as JsonObject;
      const subject = resolveRecord(
        { record, receipt, keys, registryUrl: '', recordPath },
        { packageId: id, packageVersion: version },
      );
      const { checks } = verifyPackage(subject, { requiredRegistryMode: 'production' });
      const names = blockingFaults(checks).map(({ name }) => name);
      if (names.length > 0) faults.push(`${id}@${version}: ${names.join(', ')}`);
    }
    return faults;
  } finally {
    client.close();
  }
}
