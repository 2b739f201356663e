import { isArray, isEmptyObject, member, objectOf, textOf } from '../json/json-value';
import { lowerCase, trim } from '../text';
import { ofCapability } from './capabilities';
import { changeOf, edited, placeOf, type ContractChange } from './change';
import { allValues } from './compare-lists';
import { always, compareMembers, memberNames, type Comparison } from './compare-members';
import { compareEffects } from './effects';
import { isSame, memberPair, type Pair } from './pair';

const GUIDANCE = 'consumability.guidance_changed';
const READY = 'ready';

const CAPABILITY_GUIDANCE = new Map<string, Comparison>([['business_effects', compareEffects(GUIDANCE)]]);

/**
 * What agents are told (packages.md section 5, step 3). `known` are the capabilities of both versions: the guidance
 * for others comes and goes with them.
 */
export function compareConsumability(pair: Pair, known: (capabilityId: string) => boolean): readonly ContractChange[] {
  const comparisons = new Map<string, Comparison>([
    ['schema_version', always('consumability.schema_changed', 'schema version')],
  ]);
  const capabilities = memberPair(pair, 'capabilities');
  const ofKnown = memberNames(capabilities)
    .filter((id) => known(id))
    .flatMap((id) => ofCapability(id, compareGuidance(memberPair(capabilities, id))));
  return [...ofKnown, ...compareMembers(without(pair, 'capabilities'), comparisons, GUIDANCE)];
}

function compareGuidance(pair: Pair): readonly ContractChange[] {
  const changes = compareMembers(pair, CAPABILITY_GUIDANCE, GUIDANCE);
  return changes.length > 0 || isSame(pair) ? changes : [placeOf(GUIDANCE, pair, edited(pair))];
}

const SUMMARY_COMPARISONS = new Map<string, Comparison>([
  [
    'blockers',
    (pair) => [changeOf(isMore(pair) ? 'readiness.worsened' : 'readiness.changed', pair, `blockers ${edited(pair)}`)],
  ],
  [
    'warnings',
    (pair) => [changeOf(isMore(pair) ? 'readiness.worsened' : 'readiness.changed', pair, `warnings ${edited(pair)}`)],
  ],
  [
    'required_app_glue',
    (pair) => [
      changeOf(isMore(pair) ? 'readiness.glue_added' : 'readiness.changed', pair, `required glue ${edited(pair)}`),
    ],
  ],
]);

const READINESS_COMPARISONS = new Map<string, Comparison>([
  ['status', compareStatus],
  ['summary', (pair) => compareMembers(pair, SUMMARY_COMPARISONS, 'readiness.changed')],
  [
    'required_app_glue',
    (pair) =>
      isArray(pair.from) || isArray(pair.to)
        ? allValues({ added: 'readiness.glue_added', removed: 'readiness.changed' }, 'required glue')(pair)
        : always('readiness.changed', 'required glue')(pair),
  ],
]);

export const compareReadiness: Comparison = (pair) => compareMembers(pair, READINESS_COMPARISONS, 'readiness.changed');

function compareStatus(pair: Pair): readonly ContractChange[] {
  const [from, to] = [pair.from, pair.to].map((value) => lowerCase(trim(textOf(value))));
  const rule = from === READY && to !== READY ? 'readiness.worsened' : 'readiness.changed';
  return [changeOf(rule, pair, `status ${edited(pair)}`)];
}

/** What is no number counts as zero, as when a package is published. */
function isMore({ from, to }: Pair): boolean {
  const [before, now] = [from, to].map((value) => (typeof value === 'number' ? value : 0)) as [number, number];
  return now > before;
}

function without(pair: Pair, name: string): Pair {
  const rest = (side: Pair['from']): Pair['from'] =>
    side === undefined ? undefined : Object.fromEntries(Object.entries(objectOf(side)).filter(([key]) => key !== name));
  return { ...pair, from: rest(pair.from), to: rest(pair.to) };
}

/** The member of the manifest, or of the lock where the manifest has none (packages.md section 5, step 3). */
export function effectivePair(manifest: Pair, lock: Pair, name: string): Pair {
  const [inManifest, inLock] = [memberPair(manifest, name), memberPair(lock, name)];
  const from = isEmptyObject(objectOf(member(manifest.from, name))) ? inLock : inManifest;
  const to = isEmptyObject(objectOf(member(manifest.to, name))) ? inLock : inManifest;
  return { from: from.from, to: to.to, pointerFrom: from.pointerFrom, pointerTo: to.pointerTo, about: '' };
}
