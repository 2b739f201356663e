import { isArtifactId, isArtifactVersion } from '../core/artifact-id';
import { contractSideOf, type ContractSide } from '../core/contract-diff/contract-side';
import { member } from '../core/json/json-value';
import { isBlank, quoteForMessage } from '../core/text';
import { failure, usageError } from './cli-error';
import type { Console } from './console';
import { readJsonFile } from './files';
import { apiUrl, RegistryClient } from './registry-client';

/** One side of a comparison, as it was named on the command line. */
export type ContractOperand =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'version'; readonly packageId: string; readonly version: string; readonly registryUrl: string };

/**
 * Decided by the word alone, never by which files there are: a file that somebody puts into the directory cannot
 * stand in for a version of the Registry. @throws CliError when a version is named and no Registry
 */
export function operandOf(word: string, registryUrl: string | undefined): ContractOperand {
  const at = word.lastIndexOf('@');
  const [packageId, version] = [word.slice(0, Math.max(at, 0)), word.slice(at + 1)];
  const isVersion = isArtifactId(packageId) && isArtifactVersion(version) && !word.endsWith('.json');
  if (!isVersion) return { kind: 'file', path: word };
  if (registryUrl === undefined || isBlank(registryUrl)) {
    throw usageError(`${word} is a version at a Registry: name it by --registry-url, or write ./${word} for a file`);
  }
  apiUrl(registryUrl);
  return { kind: 'version', packageId, version, registryUrl };
}

/** Reads or fetches the contract; the inspect route counts no download. @throws CliError naming what it is not */
export async function contractOf(operand: ContractOperand, console: Console): Promise<ContractSide> {
  if (operand.kind === 'file') {
    const side = contractSideOf(readJsonFile(operand.path));
    if (side === undefined) throw failure(`${operand.path}: neither a package nor a service definition`);
    return side;
  }
  const { packageId, version, registryUrl } = operand;
  const client = new RegistryClient(registryUrl, { onProgress: (message) => console.progress(message) });
  const record = await client.getJson(['packages', packageId, version]);
  const side = contractSideOf(record);
  const name = `${packageId}@${version}`;
  if (side === undefined) throw failure(`${registryUrl} answered a record without a service definition for ${name}`);
  const answered = [member(record, 'package_id'), member(record, 'package_version')].map(String).join('@');
  if (answered === name) return side;
  throw failure(`${registryUrl} was asked for ${name} and answered ${quoteForMessage(answered)}`);
}
