import { isArtifactId, isArtifactVersion } from '../core/artifact-id';
import { RegistryError } from '../core/errors';
import { quoteForMessage } from '../core/text';

export interface VersionName {
  readonly id: string;
  readonly version: string;
}

/** What the grammar refuses cannot be stored; some of it (U+0000) the database would not even take as a parameter. */
export function isPossibleVersion({ id, version }: VersionName): boolean {
  return isArtifactId(id) && isArtifactVersion(version);
}

/** The same text for the same version only: the grammar has no space. */
export function versionText({ id, version }: VersionName): string {
  return `${id} ${version}`;
}

export function versionNotFound({ id, version }: VersionName): RegistryError {
  return new RegistryError(
    'PACKAGE_NOT_FOUND',
    `there is no version ${quoteForMessage(version)} of a package ${quoteForMessage(id)}`,
  );
}
