import { digestOf } from '../digest';
import { member, textOf } from '../json/json-value';
import { placeOf, type ContractChange } from './change';
import type { ContractSide } from './contract-side';
import { compareDefinition } from './definition';
import { compareDocuments, compareIdentity } from './package-documents';
import { isSame, pairOf } from './pair';
import { CHANGE_CLASSES, type ChangeClass } from './rule';
import { rankOf } from './rules';

export const CONTRACT_DIFF_SCHEMA_VERSION = 'anip-contract-diff/v1';

/** The worst class of all changes; `identical` where there is none. */
export type Verdict = ChangeClass | 'identical';

export interface ContractDiff {
  readonly diff_schema_version: typeof CONTRACT_DIFF_SCHEMA_VERSION;
  readonly verdict: Verdict;
  readonly from: ComparedVersion;
  readonly to: ComparedVersion;
  /** What both sides have: without a package on either side only the definitions are compared. */
  readonly compared: 'package' | 'service_definition';
  readonly counts: Readonly<Record<ChangeClass, number>>;
  /** Ids of capabilities, sorted. */
  readonly capabilities: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
  };
  /** Changes of no single capability first, then by capability id, then in the order of the rules. */
  readonly changes: readonly ContractChange[];
}

export interface ComparedVersion {
  readonly package_id?: string;
  readonly package_version?: string;
  readonly definition_digest: string;
}

/**
 * What changes for who depends on the contract when `from` is replaced by `to`. Empty exactly when nothing that is
 * compared differs; the same input gives the same answer, in the same order (docs/contract-diff.md).
 */
export function diffContracts(from: ContractSide, to: ContractSide): ContractDiff {
  const definitions = pairOf(from.serviceDefinition, to.serviceDefinition, '/service_definition');
  const { added, removed, changes: inDefinition } = compareDefinition(definitions);
  const gone = new Set([...added, ...removed]);
  const beside =
    from.documents === undefined || to.documents === undefined
      ? []
      : compareDocuments(from.documents, to.documents, (id) => !gone.has(id));
  const named = withoutRepetitions([...inDefinition, ...beside, ...compareIdentity(from.identity, to.identity)]);
  const changes = (named.length > 0 ? named : restatements(from, to)).toSorted(inOrder);
  return {
    diff_schema_version: CONTRACT_DIFF_SCHEMA_VERSION,
    verdict: worstClass(changes),
    from: versionOf(from),
    to: versionOf(to),
    compared: from.documents === undefined || to.documents === undefined ? 'service_definition' : 'package',
    counts: countsOf(changes),
    capabilities: {
      added: added.toSorted(),
      removed: removed.toSorted(),
      changed: changedCapabilities(changes, gone),
    },
    changes,
  };
}

/** Whether a change is at least as bad as `threshold`. */
export function reaches(verdict: Verdict, threshold: ChangeClass): boolean {
  return verdict !== 'identical' && CHANGE_CLASSES.indexOf(verdict) <= CHANGE_CLASSES.indexOf(threshold);
}

function worstClass(changes: readonly ContractChange[]): Verdict {
  return CHANGE_CLASSES.find((worst) => changes.some((change) => change.class === worst)) ?? 'identical';
}

/** Effects, grants and levels are also stated by mappings and guidance; what changes alike in both is one change. */
function withoutRepetitions(changes: readonly ContractChange[]): readonly ContractChange[] {
  const stated = new Set(changes.filter(isOfCapability).map(statementOf));
  return changes.filter(
    (change) => change.capability_id === undefined || isOfCapability(change) || !stated.has(statementOf(change)),
  );
}

function isOfCapability({ pointer_from, pointer_to }: ContractChange): boolean {
  return (pointer_to ?? pointer_from ?? '').startsWith('/service_definition/capability_formalizations/');
}

function statementOf({ rule, capability_id, summary }: ContractChange): string {
  return JSON.stringify([rule, capability_id, summary]);
}

/** Documents that differ only in what publish writes into them: nothing is passed over when digests differ. */
function restatements(from: ContractSide, to: ContractSide): readonly ContractChange[] {
  const documents = [
    pairOf(from.documents?.manifest, to.documents?.manifest, '/manifest'),
    pairOf(from.documents?.recommendedLock, to.documents?.recommendedLock, '/recommended_lock'),
  ];
  return documents
    .filter((pair) => pair.from !== undefined && pair.to !== undefined && !isSame(pair))
    .map((pair) => placeOf('package.restated', pair, 'only digests, schema version or signature changed'));
}

/** By capability, rule and place; code units, so that no locale has a say. */
function inOrder(left: ContractChange, right: ContractChange): number {
  return (
    compareTexts(left.capability_id ?? '', right.capability_id ?? '') ||
    rankOf(left.rule) - rankOf(right.rule) ||
    compareTexts(left.pointer_from ?? '', right.pointer_from ?? '') ||
    compareTexts(left.pointer_to ?? '', right.pointer_to ?? '') ||
    compareTexts(left.summary, right.summary)
  );
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function countsOf(changes: readonly ContractChange[]): Readonly<Record<ChangeClass, number>> {
  const counts = { breaking: 0, compatible: 0, editorial: 0 };
  for (const change of changes) counts[change.class] += 1;
  return counts;
}

function changedCapabilities(changes: readonly ContractChange[], gone: ReadonlySet<string>): readonly string[] {
  const ids = new Set(changes.flatMap(({ capability_id: id }) => (id === undefined || gone.has(id) ? [] : [id])));
  return [...ids].sort();
}

function versionOf({ identity, serviceDefinition }: ContractSide): ComparedVersion {
  const text = (name: string): string => textOf(member(identity, name));
  return {
    ...(text('package_id') === '' ? {} : { package_id: text('package_id') }),
    ...(text('package_version') === '' ? {} : { package_version: text('package_version') }),
    definition_digest: digestOf(serviceDefinition),
  };
}
