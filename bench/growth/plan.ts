import { seededRandom } from './random';

const FIRST_TIME = Date.UTC(2020, 0, 1) / 1000;
const LAST_TIME = Date.UTC(2026, 8, 1) / 1000;
const DAY = 86_400;
const MOST_VERSIONS = 40;
const MEAN_VERSIONS = 10;
/** The packages with the rare word have this many versions at every size, so that the same is found everywhere. */
export const RARE_PACKAGES: ReadonlySet<number> = new Set([3, 5, 7]);
const RARE_VERSIONS = 8;

/** The versions of a store in the order of their publishing: package numbers, version numbers, seconds since 1970. */
export interface Plan {
  readonly packages: number;
  readonly versions: readonly PlannedVersion[];
}

export interface PlannedVersion {
  readonly index: number;
  readonly number: number;
  readonly time: number;
}

/** Packages of 1 to 40 versions, ten in the mean, each a few weeks after the one before. */
export function planVersions(count: number, seed: number): Plan {
  const random = seededRandom(seed);
  const versions: PlannedVersion[] = [];
  let packages = 0;
  while (versions.length < count) {
    const drawn = RARE_PACKAGES.has(packages) ? RARE_VERSIONS : numberOfVersions(random());
    const wanted = Math.min(drawn, count - versions.length);
    let time = Math.floor(FIRST_TIME + random() * (LAST_TIME - FIRST_TIME));
    for (let number = 0; number < wanted; number += 1) {
      versions.push({ index: packages, number, time });
      time += Math.floor((LAST_TIME - time) * random() * (2 / wanted)) % (90 * DAY);
    }
    packages += 1;
  }
  return { packages, versions: versions.sort((a, b) => a.time - b.time) };
}

function numberOfVersions(chance: number): number {
  return Math.min(MOST_VERSIONS, 1 + Math.floor(-Math.log(1 - chance) * (MEAN_VERSIONS - 1)));
}
