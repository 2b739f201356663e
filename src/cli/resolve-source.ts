import { isObject, member, type JsonObject } from '../core/json/json-value';
import { parseLockFile, type LockFile } from '../core/verify/lock-file';
import { resolveBundle } from '../core/verify/resolve-bundle';
import { resolveFile } from '../core/verify/resolve-file';
import { resolveRecord } from '../core/verify/resolve-record';
import type { PackageName, ResolvedPackage } from '../core/verify/resolved-package';
import { failure } from './cli-error';
import type { Console } from './console';
import { readJsonFile } from './files';
import { apiUrl, RegistryClient } from './registry-client';
import type { Source } from './source-options';

/** @throws CliError naming the file and what is wrong with it */
export function readLockFile(path: string): LockFile {
  const lock = parseLockFile(readJsonFile(path));
  if ('fault' in lock) throw failure(`${path}: ${lock.fault}`);
  return lock;
}

/** Reads or fetches a package; nothing in it is believed yet. */
export async function resolveSource(source: Source, console: Console): Promise<ResolvedPackage> {
  switch (source.kind) {
    case 'file':
      return resolveFile(readJsonFile(source.path));
    case 'package-bundle':
      return resolveBundle(readBundle(source.path), source.requested);
    case 'registry':
      return resolveFromRegistry(source.url, source.requested, console);
  }
}

export function clientFor(url: string, console: Console): RegistryClient {
  return new RegistryClient(url, { onProgress: (message) => console.progress(message) });
}

/**
 * The record comes from the inspect route, which answers the same record as `/download` without counting: a check is
 * no download. It also answers yanked versions, so that this gate is a check of ours with a name (docs/verify.md).
 */
async function resolveFromRegistry(url: string, requested: PackageName, console: Console): Promise<ResolvedPackage> {
  const client = clientFor(url, console);
  const path = ['packages', requested.packageId, requested.packageVersion];
  const record = await client.getJson(path);
  const [receipt, keys] = await Promise.all([client.getJson([...path, 'receipt']), client.getJson(['keys'])]);
  const answers = { record, receipt, keys, registryUrl: apiUrl(url), recordPath: new URL(client.url(path)).pathname };
  return resolveRecord(answers, requested);
}

function readBundle(path: string): JsonObject {
  const root = readJsonFile(path);
  const hasDefinition = [root, member(root, 'package')].some((part) => isObject(member(part, 'service_definition')));
  if (!hasDefinition) throw failure(`${path}: no package bundle: it has no service_definition`);
  return root;
}
