import { hasMember, member, type JsonObject } from '../json/json-value';
import { compareConsumability, compareReadiness, effectivePair } from './agent-guidance';
import { changeOf, edited, placeOf, type ContractChange } from './change';
import { alwaysEach, compareMembers, memberNames, type Comparison } from './compare-members';
import type { ContractDocuments } from './contract-side';
import { isSame, memberPair, pairOf, sameJson, type Pair } from './pair';

const CONSUMABILITY = 'agent_consumability';
const READINESS = 'agent_consumption_readiness';
const OTHER = 'package.other_changed';

/** Written into both documents by publish, from what is compared elsewhere (packages.md section 5, steps 2 and 5). */
const STAMPED: ReadonlySet<string> = new Set([
  'service_definition_digest',
  'service_definition_digest_algorithm',
  'package_execution_signature',
  'schema_version',
]);
/** Written by the author's tools, and different in every version. */
const RESTATED: ReadonlySet<string> = new Set([
  'version',
  'package_version',
  'blueprint_version',
  'generated_at',
  'contract_signature',
  'capability_count',
  'service_count',
  'capability_ids',
  'service_ids',
  'selected_service_ids',
]);
/** In the lock these repeat the manifest, or stand in for it; a lock that says otherwise is compared by itself. */
const REPEATED_IN_LOCK = [CONSUMABILITY, READINESS, 'lineage'];
const STANDS_IN = [CONSUMABILITY, READINESS];

const DOCUMENT_COMPARISONS = new Map<string, Comparison>([
  ...alwaysEach('package.spec_version_changed', ['anip_spec_version']),
  ['readme', (pair) => [placeOf('package.readme_changed', pair, 'the README changed')]],
  ...alwaysEach('package.links_changed', ['source_links']),
  ...alwaysEach('package.materials_changed', ['implementation_material', 'implementation_materials']),
  ...alwaysEach('package.text_changed', ['name', 'title', 'summary', 'description', 'usage', 'usage_commands']),
  ...alwaysEach('package.lineage_changed', ['lineage', 'source']),
]);

/** Manifest and recommended lock; both in the form that publish gives them. */
export function compareDocuments(
  from: ContractDocuments,
  to: ContractDocuments,
  isKnown: (capabilityId: string) => boolean,
): readonly ContractChange[] {
  const manifest = pairOf(from.manifest, to.manifest, '/manifest');
  const lock = pairOf(from.recommendedLock, to.recommendedLock, '/recommended_lock');
  return [
    ...compareConsumability(effectivePair(manifest, lock, CONSUMABILITY), isKnown),
    ...compareReadiness(effectivePair(manifest, lock, READINESS)),
    ...compareDocument(manifest, [CONSUMABILITY, READINESS], 'manifest'),
    ...compareDocument(lock, ['anip_spec_version', ...repeatedMembers(from, to)], 'recommended lock'),
  ];
}

function compareDocument(pair: Pair, elsewhere: readonly string[], name: string): readonly ContractChange[] {
  const differing = memberNames(pair).filter((key) => !isSame(memberPair(pair, key)));
  const restated = differing.filter((key) => RESTATED.has(key)).sort();
  const left = differing.filter((key) => !RESTATED.has(key) && !STAMPED.has(key) && !elsewhere.includes(key));
  const about = { ...pair, about: `${name}: ` };
  return [
    ...(restated.length > 0 ? [placeOf('package.restated', about, `${restated.join(', ')} changed`)] : []),
    ...compareMembers({ ...about, from: only(pair.from, left), to: only(pair.to, left) }, DOCUMENT_COMPARISONS, OTHER),
  ];
}

function only(document: Pair['from'], names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = member(document, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function repeatedMembers(...sides: readonly ContractDocuments[]): readonly string[] {
  return REPEATED_IN_LOCK.filter((name) =>
    sides.every(({ manifest, recommendedLock }) => {
      const [inManifest, inLock] = [member(manifest, name), member(recommendedLock, name)];
      if (inLock === undefined || (inManifest === undefined && STANDS_IN.includes(name))) return true;
      return sameJson(inManifest, inLock);
    }),
  );
}

const IDENTITY_COMPARISONS = new Map<string, Comparison>([
  ['package_id', (pair) => [changeOf('package.id_changed', pair, `package ${edited(pair)}`)]],
  ['schema_version', (pair) => [changeOf('definition.schema_changed', pair, `schema version ${edited(pair)}`)]],
  ...alwaysEach('package.publisher_changed', ['publisher_id', 'publisher_type']),
  ...alwaysEach('package.lineage_changed', ['project_ref', 'product_revision_ref', 'developer_revision_ref']),
  ...alwaysEach('package.restated', ['contract_signature']),
]);

/**
 * The record's own members, as far as both versions state them: a file need not name a publisher. The versions
 * themselves are what is compared, not a change.
 */
export function compareIdentity(from: JsonObject, to: JsonObject): readonly ContractChange[] {
  const stated = [...IDENTITY_COMPARISONS.keys()].filter((name) => [from, to].every((side) => hasMember(side, name)));
  return compareMembers(pairOf(only(from, stated), only(to, stated), ''), IDENTITY_COMPARISONS, OTHER);
}
