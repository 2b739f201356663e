import compareBuild from 'semver/functions/compare-build';
import parseVersion from 'semver/functions/parse';
import type { LifecycleStatus } from './lifecycle';

/** Numeric runs compare as numbers, everything else by code unit; the same on every host. */
const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

/** Ascending: versions that are no semantic versions come first, equal precedence falls back to the text. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [parseVersion(left), parseVersion(right)];
  if (a !== null && b !== null) return compareBuild(a, b) || compareTexts(left, right);
  if (a === null && b === null) return compareTexts(left, right);
  return a === null ? -1 : 1;
}

/** Never zero for two different texts: "1.01" and "1.1" are equal as numbers. */
function compareTexts(left: string, right: string): number {
  return natural.compare(left, right) || (left < right ? -1 : Number(left > right));
}

/**
 * The version that `latest` stands for: the highest of the best class that exists - active releases, active
 * pre-releases, then what is not yanked or taken down, then anything. Undefined for an empty list.
 */
export function latestVersion<T extends { readonly version: string; readonly status: LifecycleStatus }>(
  versions: readonly T[],
): T | undefined {
  const classes: readonly ((version: T) => boolean)[] = [
    ({ status, version }) => status === 'active' && (parseVersion(version)?.prerelease.length ?? 0) === 0,
    ({ status }) => status === 'active',
    ({ status }) => status !== 'yanked' && status !== 'takedown',
    () => true,
  ];
  for (const belongs of classes) {
    const candidates = versions.filter(belongs);
    if (candidates.length > 0) {
      return candidates.reduce((best, next) => (compareVersions(next.version, best.version) > 0 ? next : best));
    }
  }
  return undefined;
}
