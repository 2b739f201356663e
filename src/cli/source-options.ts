import { type Command, Option } from 'commander';
import type { LockFile } from '../core/verify/lock-file';
import type { PackageName } from '../core/verify/resolved-package';
import { isBlank, trim } from '../core/text';
import { usageError } from './cli-error';

export interface SourceFlags {
  readonly definition?: string;
  readonly packageBundle?: string;
  readonly registryUrl?: string;
  readonly registryBase?: string;
  readonly package?: string;
  readonly packageId?: string;
  readonly packageVersion?: string;
  readonly lockFile?: string;
  readonly allowYankedPackage?: true;
  readonly offline?: true;
}

/** Where a package comes from, once flags and lock have been read together (cli.md section 3). */
export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package-bundle'; readonly path: string; readonly requested: PackageName | undefined }
  | { readonly kind: 'registry'; readonly url: string; readonly requested: PackageName };

export function addFileSourceOptions(command: Command): Command {
  return command
    .option('--definition <file>', 'a service definition on its own')
    .option('--package-bundle <file>', 'a portable bundle, or a record as it is downloaded');
}

export function addRegistryOptions(command: Command): Command {
  return command
    .option('--registry-url <url>', "the Registry's address (default: that of the lock file)")
    .addOption(new Option('--registry-base <url>', 'the same, by its older name').hideHelp())
    .option('--package <id@version>', 'the package at the Registry (default: that of the lock file)')
    .option('--package-id <id>', 'its id alone')
    .option('--package-version <version>', 'its version alone')
    .option('--allow-yanked-package', 'accept a version that was yanked');
}

/** The first source given wins; a lock fills in what is missing of a Registry's. @throws CliError for wrong usage */
export function sourceOf(flags: SourceFlags, lock: LockFile | undefined): Source {
  const named = namedPackage(flags);
  if (given(flags.definition)) return { kind: 'file', path: flags.definition };
  if (given(flags.packageBundle)) {
    return { kind: 'package-bundle', path: flags.packageBundle, requested: completeName(named) };
  }
  const url = [flags.registryUrl, flags.registryBase, lock?.registry_url].find(given);
  if (url === undefined) {
    throw usageError(
      'name a source: --definition, --package-bundle, --registry-url, or a --lock-file with a registry_url',
    );
  }
  if (flags.offline === true) throw usageError('--offline takes --definition or --package-bundle, no Registry');
  const requested = completeName({
    packageId: named.packageId || (lock?.package_id ?? ''),
    packageVersion: named.packageVersion || (lock?.package_version ?? ''),
  });
  if (requested === undefined) {
    throw usageError('name the package: --package ID@VERSION, --package-id and --package-version, or a --lock-file');
  }
  return { kind: 'registry', url, requested };
}

/** `--package-id` and `--package-version`, what is missing from `--package`. */
function namedPackage(flags: SourceFlags): PackageName {
  const name = flags.package === undefined ? { packageId: '', packageVersion: '' } : parsePackageName(flags.package);
  return {
    packageId: trim(flags.packageId ?? '') || name.packageId,
    packageVersion: trim(flags.packageVersion ?? '') || name.packageVersion,
  };
}

/** Split at the last `@`, neither part empty. */
function parsePackageName(text: string): PackageName {
  const at = text.lastIndexOf('@');
  const [packageId, packageVersion] = [trim(text.slice(0, Math.max(at, 0))), trim(text.slice(at + 1))];
  if (at !== -1 && packageId !== '' && packageVersion !== '') return { packageId, packageVersion };
  throw usageError(`--package ${JSON.stringify(text)} is not ID@VERSION`);
}

function completeName(name: PackageName): PackageName | undefined {
  return name.packageId === '' || name.packageVersion === '' ? undefined : name;
}

function given(text: string | undefined): text is string {
  return text !== undefined && !isBlank(text);
}
