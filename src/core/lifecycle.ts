import { checkArtifactId, checkArtifactVersion } from './artifact-id';
import { RegistryError } from './errors';
import type { JsonObject, JsonValue } from './json/json-value';
import { RequestMembers } from './request-members';
import { isBlank, quoteForMessage, trim } from './text';

export const LIFECYCLE_STATUSES = ['active', 'superseded', 'deprecated', 'yanked', 'takedown'] as const;
export type LifecycleStatus = (typeof LIFECYCLE_STATUSES)[number];

/** A reason is read by people on a page: two thousand characters are a long paragraph. */
export const MAX_REASON_CHARACTERS = 2000;

export interface Replacement {
  readonly packageId: string;
  readonly packageVersion: string;
}

export interface Lifecycle {
  readonly status: LifecycleStatus;
  readonly reason: string;
  readonly replacement: Replacement | undefined;
  readonly updatedAt: string | undefined;
  readonly updatedBy: string | undefined;
}

export interface LifecycleChange {
  readonly status: LifecycleStatus;
  readonly reason: string;
  readonly replacement: Replacement | undefined;
}

export const FRESH_LIFECYCLE: Lifecycle = {
  status: 'active',
  reason: '',
  replacement: undefined,
  updatedAt: undefined,
  updatedBy: undefined,
};

/** As it stands in records, lists and 410 answers; empty parts left out (packages.md section 6). */
export function lifecycleJson(lifecycle: Lifecycle): JsonObject {
  return {
    status: lifecycle.status,
    ...(lifecycle.reason === '' ? {} : { reason: lifecycle.reason }),
    ...(lifecycle.replacement === undefined
      ? {}
      : {
          replacement: {
            package_id: lifecycle.replacement.packageId,
            package_version: lifecycle.replacement.packageVersion,
          },
        }),
    ...(lifecycle.updatedAt === undefined ? {} : { updated_at: lifecycle.updatedAt }),
    ...(lifecycle.updatedBy === undefined ? {} : { updated_by: lifecycle.updatedBy }),
  };
}

/**
 * Reads the body of a lifecycle change of the version `id`@`version` (packages.md section 6).
 * @throws RegistryError MEMBER_TYPE_INVALID, LIFECYCLE_INVALID, ARTIFACT_ID_INVALID, ARTIFACT_VERSION_INVALID
 */
export function parseLifecycleChange(body: JsonValue, id: string, version: string): LifecycleChange {
  const request = RequestMembers.of(body);
  const status = trim(request.string('status'));
  const reason = trim(request.string('reason'));
  const replacementId = trim(request.string('replacement_package_id'));
  const replacementVersion = trim(request.string('replacement_package_version'));

  if (!isLifecycleStatus(status)) {
    throw new RegistryError(
      'LIFECYCLE_INVALID',
      `status ${quoteForMessage(status)} is not known; allowed are ${LIFECYCLE_STATUSES.join(', ')}`,
      { pointer: '/status', allowed: LIFECYCLE_STATUSES },
    );
  }
  if (status !== 'active' && isBlank(reason)) {
    throw new RegistryError('LIFECYCLE_INVALID', `a reason is required for the status "${status}"`, {
      pointer: '/reason',
    });
  }
  if (reason.length > MAX_REASON_CHARACTERS || reason.includes('\u0000')) {
    throw new RegistryError(
      'LIFECYCLE_INVALID',
      `the reason must have at most ${MAX_REASON_CHARACTERS} characters and no U+0000`,
      { pointer: '/reason', limit: MAX_REASON_CHARACTERS, actual: reason.length },
    );
  }
  return { status, reason, replacement: parseReplacement(replacementId, replacementVersion, id, version) };
}

export function isLifecycleStatus(text: string): text is LifecycleStatus {
  return (LIFECYCLE_STATUSES as readonly string[]).includes(text);
}

function parseReplacement(
  packageId: string,
  packageVersion: string,
  id: string,
  version: string,
): Replacement | undefined {
  if (packageId === '' && packageVersion === '') return undefined;
  if (packageId === '' || packageVersion === '') {
    throw new RegistryError(
      'LIFECYCLE_INVALID',
      'replacement_package_id and replacement_package_version are given together or not at all',
      { pointer: packageId === '' ? '/replacement_package_id' : '/replacement_package_version' },
    );
  }
  checkArtifactId(packageId, 'replacement_package_id');
  checkArtifactVersion(packageVersion, 'replacement_package_version');
  if (packageId === id && packageVersion === version) {
    throw new RegistryError('LIFECYCLE_INVALID', 'a version cannot be its own replacement', {
      pointer: '/replacement_package_version',
    });
  }
  return { packageId, packageVersion };
}

/**
 * The gate before download and lock: takedown is never served, yanked only on request. Superseded and deprecated
 * versions pass, since whoever locked them must still be able to build.
 * @throws RegistryError VERSION_YANKED, VERSION_TAKEN_DOWN
 */
export function passLifecycleGate(lifecycle: Lifecycle, id: string, version: string, allowYanked: boolean): void {
  if (passesLifecycleGate(lifecycle.status, allowYanked)) return;
  if (lifecycle.status === 'takedown') throw takenDown(lifecycle, id, version);
  throw new RegistryError(
    'VERSION_YANKED',
    `${id}@${version} was yanked${reasonText(lifecycle)}; add allow_yanked=true to fetch it all the same`,
    goneDetails(lifecycle, id, version),
  );
}

/** What the gate above lets through. */
export function passesLifecycleGate(status: LifecycleStatus, allowYanked: boolean): boolean {
  return status !== 'takedown' && (status !== 'yanked' || allowYanked);
}

/** @throws RegistryError VERSION_TAKEN_DOWN */
export function refuseTakenDown(lifecycle: Lifecycle, id: string, version: string): void {
  if (lifecycle.status === 'takedown') throw takenDown(lifecycle, id, version);
}

function takenDown(lifecycle: Lifecycle, id: string, version: string): RegistryError {
  return new RegistryError(
    'VERSION_TAKEN_DOWN',
    `${id}@${version} was taken down${reasonText(lifecycle)}`,
    goneDetails(lifecycle, id, version),
  );
}

function reasonText({ reason }: Lifecycle): string {
  return reason === '' ? '' : `: ${quoteForMessage(reason)}`;
}

function goneDetails(lifecycle: Lifecycle, id: string, version: string): JsonObject {
  return { lifecycle: lifecycleJson(lifecycle), package_id: id, version };
}
